"""Sends every payload to every place that takes one: addresses, queries, fields, files, headers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madoguchi.foundation.testing.walking import Door, Form, Walk, door_at, values_for

from .conftest import undone
from .judging import verdicts
from .payloads import ALONE, BREAKER, ELSEWHERE, EVERYTHING, EVIL, LEADS_AWAY, MARK, SLEEP, climbing
from .watching import watching

HEADERS = ("Referer", "User-Agent", "X-Forwarded-Host", "X-Forwarded-For", "Accept-Language", "X-Original-URL")
OFTEN = ("next", "q", "after")
NEVER = ("/logout/",)


@dataclass(frozen=True)
class Shot:
    """One request of an attacker: where the payload stands, and the whole request."""

    place: str
    address: str
    data: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_sleeper(self) -> bool:
        """Whether it asks the database to sleep."""
        return "pg_sleep" in f"{self.address}{self.data}"

    def fire(self, client: Client) -> Any:
        """The answer of the house."""
        if self.data is None:
            return client.get(self.address, headers=self.headers)
        return client.post(self.address, self.data, headers=self.headers)


@dataclass(frozen=True)
class Finding:
    """An attack that came through: item of the check, where, and what shows it."""

    item: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"[{self.item}] {self.place}: {self.what}"


def campaign(client: Client, walk: Walk, canary: Path, *, below: str = "") -> list[Finding]:
    """Everything that comes through, once for each place; only at addresses that begin with ``below``."""
    found: dict[tuple[str, str], Finding] = {}
    for shot in (shot for shot in shots(walk, canary) if shot.address.startswith(below)):
        for finding in fired(client, shot):
            found.setdefault((finding.item, finding.place), finding)
    return list(found.values())


def fired(client: Client, shot: Shot) -> Iterator[Finding]:
    """Fires one shot, takes back what it did, and says what it showed."""
    with undone(), watching() as watch:
        judged = verdicts(shot.fire(client))
    yield from (Finding(item, shot.place, what) for item, what in [*judged, *watch.seen])
    if shot.is_sleeper and sleeps(client, shot):
        yield Finding("A", shot.place, f"the database slept {SLEEP} seconds")


def sleeps(client: Client, shot: Shot) -> bool:
    """Whether an answer is late each time; a machine that is busy is late now and then."""
    for _ in range(3):
        begun = time.monotonic()
        with undone():
            shot.fire(client)
        if time.monotonic() - begun < SLEEP:
            return False
    return True


def shots(walk: Walk, canary: Path) -> Iterator[Shot]:
    """All shots at what a walk has found."""
    yield from at_addresses(walk, canary)
    yield from at_queries(walk, canary)
    yield from at_headers(walk)
    for form in forms_once(walk.forms):
        yield from at_form(form, canary)


def at_addresses(walk: Walk, canary: Path) -> Iterator[Shot]:
    """Payloads inside addresses, for doors that take words there."""
    up, absolute, encoded, *_ = climbing(canary)
    for door in (door for door in walk.known if walk.addresses[door.route]):
        for name, kind in door.parameters.items():
            if kind != "int":
                for payload in (ALONE, up, absolute, encoded):
                    yield Shot(f"{door.route} <{name}>", door.address({**usual(door), name: quote(payload, safe="")}))


def usual(door: Door) -> dict[str, object]:
    """A value for each parameter of a door."""
    return {name: next(values_for(door, name, kind)) for name, kind in door.parameters.items()}


def at_queries(walk: Walk, canary: Path) -> Iterator[Shot]:
    """Payloads in each parameter that an address is known to take, and in some that any may take."""
    once: set[str] = set()
    for path, names in walk.queries().items():
        route = door_at(path)
        if route in once or path.startswith(NEVER):
            continue
        once.add(route)
        for name in sorted({*names, *OFTEN}):
            away = ELSEWHERE if leads_away(name) else ()
            every = (*EVERYTHING, *climbing(canary)[:2]) if name in names else (ALONE,)
            for payload in (*every, *away):
                yield Shot(f"{route} ?{name}=", f"{path}?{quote(name)}={quote(payload, safe='')}")


def at_headers(walk: Walk) -> Iterator[Shot]:
    """Payloads in headers of some pages."""
    for address in list(walk.pages)[:6]:
        for name in HEADERS:
            yield Shot(f"{address} {name}", address, headers={name: BREAKER})
        yield Shot(f"{address} Origin", address, headers={"Origin": f"https://{EVIL}"})


def forms_once(forms: Iterable[Form]) -> list[Form]:
    """Each form once: the same door, the same fields, the same hidden choice of what is done."""
    found = {}
    for form in forms:
        if form.method == "post" and not form.action.endswith(NEVER):
            query = urlsplit(form.action).query.partition("&")[0]
            found.setdefault((door_at(form.action), query, frozenset(form.fields)), form)
    return list(found.values())


def at_form(form: Form, canary: Path) -> Iterator[Shot]:
    """Every payload in all fields at once, and some in each field alone while the others are as they were."""
    place = f"{door_at(form.action)}{'?' + urlsplit(form.action).query if urlsplit(form.action).query else ''}"
    files = [name for name, kind in form.kinds.items() if kind == "file"]
    fields = [name for name in form.fields if name not in files]
    for payload in (*EVERYTHING, *climbing(canary)[:2], *ELSEWHERE):
        yield Shot(f"{place} (all)", form.action, form.sent(**dict.fromkeys(fields, payload)))
    for name in fields:
        away = ELSEWHERE if leads_away(name) else ()
        for payload in (ALONE, *away):
            yield Shot(f"{place} {name}", form.action, form.sent(**{name: payload}))
    for name in files:
        yield from at_file(form, place, name, canary)


def at_file(form: Form, place: str, name: str, canary: Path) -> Iterator[Shot]:
    """Files whose names climb, and whose contents are something else."""
    names = [*climbing(canary)[:2], f"{MARK}.html", f'{MARK}".csv\r\nX-{MARK}: 1']
    contents = (BREAKER.encode(), b"\0\xff" + MARK.encode(), b"%PDF-1.7", b"GIF89a<script>")
    for label in names:
        for content in contents[: 2 if label == names[0] else 1]:
            file = SimpleUploadedFile("x", content)
            file._name = label  # a client may send any name; Django's own file would take the path off
            yield Shot(f"{place} {name} (file)", form.action, form.sent(**{name: file}))


def leads_away(name: str) -> bool:
    """Whether a name sounds as if a person would be sent there."""
    return any(word == name or name.endswith(f"_{word}") or name.startswith(f"{word}_") for word in LEADS_AWAY)
