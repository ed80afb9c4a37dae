"""L: whoever lacks a right is refused everywhere, whatever address they type; a number that is nobody's breaks nothing.

The expected answer of every door for every role stands in ``tests/matrix``; this looks for what a table would not have.
"""

from __future__ import annotations

import re

from madoguchi.foundation.testing.walking import Walk, body, doors

from .city import City

# Everyone who works here has these: the desk, their own account, seat, absences and drafts, the log-in, the chart, the
# plan, but not what the office of the plan does.
OWN = re.compile(
    r"^/desk/(?:$|login/|logout/|account/|seat/|session/|jsi18n/|sprite/|dismissibles/|emergencies/|test404/$"
    r"|organisation/(?:$|absences/$|divisions/\d+/$)|approvals/(?:$|mine/$|search/$|new/)"
    r"|plan/(?!load/|committee/(?:new|members)/|[^/]+/(?:next|state)/|.+/(?:open|deadline|put)/$))"
)
NUMBERS = (0, 987_654_321, 2**31, 2**63 - 1, 2**63, 10**30)


def test_staff_without_a_right_see_nothing_of_anybody(city: City) -> None:
    """道路管理課 tries every address that works for someone else."""
    known = Walk(city.client("everyone")).pages
    client = city.client("outsider")
    let_in = {}
    for address in known:
        if address.startswith("/desk/") and not OWN.match(address):
            answer = client.get(address)
            if answer.status_code not in {302, 403, 404, 405}:
                let_in[address] = answer.status_code
    assert let_in == {}
    assert len(known) > 60


def test_a_refusal_tells_nothing_of_what_is_there(city: City) -> None:
    """A person who is there and a number that is nobody's are refused in the same words."""
    client = city.client("outsider")
    there = next(
        address for address in Walk(city.client("everyone")).pages if re.match(r"/desk/residents/people/\d+/$", address)
    )
    pages = [client.get(address) for address in (there, "/desk/residents/people/987654321/")]
    assert {page.status_code for page in pages} == {403}
    assert body(pages[0]) == body(pages[1])


def test_numbers_that_are_nobodys_break_nothing(city: City) -> None:
    client = city.client("everyone")
    broken = {}
    for door in doors():
        if door.can_be_filled and "int" in door.parameters.values():
            for number in NUMBERS:
                address = door.address(
                    {name: number if kind == "int" else "x" for name, kind in door.parameters.items()}
                )
                answers = [client.get(address), client.post(address, {"x": "1"})]
                for answer in answers:
                    if answer.status_code >= 500:
                        broken[door.route] = number
    assert broken == {}


def test_a_method_that_a_door_does_not_know_is_refused(city: City) -> None:
    client = city.client("everyone")
    for address in [address for address in Walk(client).pages if "?" not in address]:
        for method in ("TRACE", "PUT", "DELETE", "PATCH", "DEBUG"):
            answer = client.generic(method, address)
            assert answer.status_code < 500, (method, address)
            assert "madoq7-echo" not in body(client.generic("TRACE", address, HTTP_X_ECHO="madoq7-echo"))
