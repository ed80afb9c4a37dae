"""Every address, as those of the town next door who see most."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import HOST, client_of
from tests.canary.people import Walker
from tests.canary.signs import SIGNS, signs_in, within
from tests.canary.test_walk import answer_of
from tests.canary.walking import Route, addresses, routes

from .conftest import Neighbour

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ("supervisor", "head", "auditor", "administrator")


def questions(neighbour: Neighbour) -> list[dict[str, object]]:
    """What is asked beside the address: nothing, and for her by name and by the number of her row."""
    name = SIGNS["name"]
    return [{}, {"q": name, "name": name, "person": neighbour.planted.victim, "event": "move_within"}]


def own_routes() -> list[Route]:
    """The addresses of the house itself."""
    return [route for route in routes() if route.ours]


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_anything_of_the_other_town(
    role: str, staff: dict[str, User], neighbour: Neighbour, people: None
) -> None:
    walker = Walker(role, client_of(staff[role], HOST), staff[role])
    met, answered = [], 0
    for route in own_routes():
        for address in addresses(route, neighbour.planted):
            for query in questions(neighbour):
                status, output = answer_of(walker, "get", address, query)
                answered += status == 200
                said = within(str(query.get("q", "")))
                met += signs_in(output, f"{role}: {address}?{urlencode(query)} ({status})", said)
    assert met == []
    assert answered > 40, "a walk before closed doors proves nothing"


def test_a_session_of_one_town_opens_nothing_in_another(neighbour: Neighbour, people: None) -> None:
    """The cookie of ひなた町's supervisor, sent to 四街道市: as good as none."""
    intruder = client_of(host=HOST)
    intruder.cookies = neighbour.supervisor.cookies
    walker = Walker("intruder", intruder)
    opened = []
    for route in own_routes():
        if not route.template.startswith("/desk/"):
            continue
        for address in addresses(route, neighbour.planted)[:2]:
            status, output = answer_of(walker, "get", address, {})
            assert signs_in(output, address) == []
            if status == 200 and not address.startswith(("/desk/login/", "/desk/recover")):
                opened.append(address)
    assert opened == []


def test_the_session_still_opens_its_own_town(neighbour: Neighbour) -> None:
    page = neighbour.supervisor.get(reverse("residents:person", args=[neighbour.planted.victim]))
    assert page.status_code == 200
    assert SIGNS["name"] in page.content.decode()
