"""A SQL, B scripts, D commands, F mail, G paths, H redirects, I headers: sent to every place that takes a word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from madoguchi.foundation.testing.walking import Walk

from .campaign import campaign, shots
from .city import City
from .judging import CANARY
from .payloads import MARK


@pytest.fixture
def canary() -> Path:
    """A file that nobody outside should ever read."""
    path = Path("/var/tmp") / f"{MARK}-{os.getpid()}.txt"
    path.write_bytes(CANARY)
    yield path
    path.unlink()


@pytest.mark.slow
@pytest.mark.timeout(1500)  # thousands of requests, more with every form of the house
@pytest.mark.parametrize(("who", "below"), [("", ""), ("everyone", "/desk/")], ids=["the street", "the desk"])
def test_nothing_comes_through(city: City, canary: Path, who: str, below: str) -> None:
    """A visitor; and someone at the desk who holds every role of every system."""
    client = city.client(who)
    found = campaign(client, Walk(client), canary, below=below)
    assert found == [], "\n".join(map(str, found))


def test_the_attackers_reach_what_a_clerk_uses(city: City, canary: Path) -> None:
    """They are many, and they are everywhere: else finding nothing would say nothing."""
    places = {shot.place for shot in shots(Walk(city.client("everyone")), canary)}
    assert len(places) > 150
    for part in ("desk/residents/ ?q=", "desk/counter/?event=move_in", "procedures/<slug:code>/ <code>", "(file)"):
        assert any(part in place for place in places), part


HOLES = {
    "A": ("sql ?q=", "sql q", "number ?id="),
    "B": ("echo ?q=", "attribute ?q=", "link ?to=", "template ?q="),
    "D": ("command ?q=",),
    "F": ("mail subject",),
    "G": ("file ?name=",),
    "H": ("away ?next=",),
    "I": ("header ?q=",),
    "500": ("broken ?q=",),
}


@pytest.mark.parametrize("item", HOLES)
def test_each_hole_is_found(city: City, canary: Path, settings, item: str) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    client = city.client()
    found = {(finding.item, finding.place) for finding in campaign(client, Walk(client, ["/"]), canary)}
    assert {(item, place) for place in HOLES[item]} <= found


def test_a_sound_door_is_not_accused(city: City, canary: Path, settings) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    client = city.client()
    accused = {finding.place for finding in campaign(client, Walk(client, ["/"]), canary)}
    assert not {place for place in accused if place.startswith(("listing", "writes"))}
