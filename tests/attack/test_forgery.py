"""C: a form of another site changes nothing, and looking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from madoguchi.foundation.testing.staff import client_of
from madoguchi.foundation.testing.walking import Walk, door_at

from .city import City
from .conftest import undone

WRITING = ("INSERT ", "UPDATE ", "DELETE ", "COPY ", "TRUNCATE ")
# What may be written by looking: that someone looked, that a session lives, how often a door was asked.
TRACES = (
    "audit_", "defence_knock", "django_session", "login_", "numbering_", 'INTO "looks', "access_sitting",
)  # fmt: skip
# Doors whose page shows what an act would do: it is done and taken back (`preview`), and nothing stays.
PREVIEWS = frozenset({"desk/residents/people/<int:person_id>/acts/<int:act_id>/cancel/"})


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements of the block that change a table, without the traces of looking."""
    seen: list[str] = []

    def listen(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).strip()
        if text.upper().startswith(WRITING) and not any(trace in text for trace in TRACES):
            seen.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield seen


def strict(city: City, who: str) -> Client:
    """A client whose forms are checked, as those of a browser are."""
    client = client_of(getattr(city, who))
    client.handler.enforce_csrf_checks = True
    client.raise_request_exception = False
    return client


def forged(client: Client, walk: Walk) -> dict[str, int]:
    """Door → status, where a form without the house's token was not refused, or changed something."""
    let_in: dict[str, int] = {}
    targets = {door_at(form.action): form.sent(csrfmiddlewaretoken="x") for form in walk.forms}
    actions = {door_at(form.action): form.action for form in walk.forms}
    for route, addresses in walk.addresses.items():
        for address in addresses[:1]:
            actions.setdefault(route, address)
    for route, address in actions.items():
        with undone(), writes() as changed:
            status = client.post(
                address, targets.get(route, {"x": "1"}), headers={"Origin": "https://evil.example"}
            ).status_code
        if changed or status not in {403, 404, 405}:
            let_in[route] = status
    return let_in


@pytest.mark.slow
def test_a_form_of_another_site_is_refused_at_every_door(city: City) -> None:
    walk = Walk(city.client("everyone"))
    assert len(walk.forms) > 40
    assert forged(strict(city, "everyone"), walk) == {}


def test_an_unguarded_door_is_found(city: City, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    walk = Walk(city.client("clerk"), ["/"])
    assert forged(strict(city, "clerk"), walk) == {"unguarded": 200}


def changing(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """Address → what is written by merely opening it."""
    found = {}
    for address in addresses:
        with undone(), writes() as changed:
            client.get(address)
        if changed and door_at(address) not in PREVIEWS:
            found[address] = changed
    return found


@pytest.mark.slow
def test_looking_changes_nothing(city: City) -> None:
    """A picture on another site that points here is a look."""
    client = city.client("everyone")
    assert changing(client, list(Walk(client).answers)) == {}


def test_a_door_that_changes_by_looking_is_found(city: City, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    (found,) = changing(city.client("clerk"), ["/", "/echo?q=1", "/writes"])
    assert found == "/writes"
