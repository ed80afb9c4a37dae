"""Every address of the house, walked as everyone: whoever may not see the protected family meets no sign of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings

from madoguchi.foundation.testing.staff import client_of

from .people import HIDDEN_FROM, Walker, taken_back
from .planting import Planted
from .signs import PLAINLY_SHOWN, SIGNS, Found, signs_in, text_of_pdf, within
from .walking import addresses, routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAST = {
    "on_0": "令和",
    "on_1": "8",
    "on_2": "7",
    "on_3": "1",
    "known_0": "令和",
    "known_1": "8",
    "known_2": "11",
    "known_3": "20",
}


def questions(planted: Planted) -> list[tuple[str, dict[str, Any]]]:
    """What is asked beside the address: (what was typed, the query)."""
    victim, name = planted.victim, "鴉羽 秘美子"
    return [
        ("", {}),
        (name, {"q": name, "name": name, "person": victim, "event": "move_within", "after": "x"}),
        (
            f"鹿渡{SIGNS['lot']}",
            {"q": f"鹿渡{SIGNS['lot']}", "place": SIGNS["lot"], "person": planted.offender, **PAST},
        ),
        (SIGNS["phone"], {"q": SIGNS["phone"], "phone": SIGNS["phone"], "part": "1", "decided": "1", "only": "guide"}),
    ]


def answer_of(walker: Walker, method: str, address: str, data: dict[str, Any]) -> tuple[int, bytes]:
    """Status and every byte of an answer: headers, cookies, body, and the words of a PDF."""
    with taken_back():
        try:
            response = getattr(walker.client, method)(address, data)
        except Exception as error:  # what a test client raises is what the service logs and answers by 500
            return 500, repr(error).encode()
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.get("Content-Type", "").startswith("application/pdf"):
            body += text_of_pdf(body)
        head = f"{sorted(response.headers.items())}{response.cookies.output()}".encode()
        return response.status_code, head + body


def walk(walker: Walker, planted: Planted) -> tuple[list[Found], list[str]]:
    """Every sign that a walker meets by GET, and the addresses that failed. What is not ours is asked nothing."""
    met, failed = [], []
    for route in routes():
        for address in addresses(route, planted):
            for typed, query in questions(planted) if route.ours else [("", {})]:
                status, output = answer_of(walker, "get", address, query)
                where = f"{walker.name}: {address}?{urlencode(query)} ({status})"
                met += signs_in(output, where, within(typed))
                if status >= 500 and status != 503:
                    failed.append(f"{where} {output[:300]!r}")
                if status in {302, 405} or (status == 403 and not query and not walker.knows):
                    break  # closed to this walker, whatever is asked
    return met, failed


def files() -> set[Path]:
    """Every file that the house keeps."""
    return {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", HIDDEN_FROM)
def test_nobody_who_may_not_see_meets_a_sign(
    name: str, hidden_from: dict[str, Walker], planted: Planted, logged: list[str]
) -> None:
    before = files()
    met, failed = walk(hidden_from[name], planted)
    assert met == [] and failed == []
    for path in files() - before:
        assert signs_in(path.read_bytes(), str(path)) == [], "what was written for someone who may not see"
    assert signs_in("\n".join(map(str, files())).encode(), "names of files") == []
    assert signs_in("\n".join(logged).encode(), "log", within("")) == []


def test_a_supervisor_meets_every_sign(supervisor: Any, planted: Planted) -> None:
    """Else the walk would pass wherever it leads."""
    met, _ = walk(Walker("supervisor", client_of(supervisor), supervisor), planted)
    assert PLAINLY_SHOWN - {found.sign for found in met} == set()
    for place in ("/desk/seals/people/", "/desk/papers/", "/desk/residents/openings/"):
        assert any(f" {place}" in found.where for found in met), place


PAYLOAD = {
    "q": "鴉羽", "do": "approve", "decision": "approve", "state": "done", "comment": "可", "reason": "requested",
    "account": "確認", "value": "12345678901", "kind": "resident_code", "event_on": "R8.11.1", "notified_on": "R8.11.2",
    "phone": "043-000-0001", "address": "千葉県四街道市大日1番地", "agency_kind": "police", "agency": "署",
    "applied_on": "R8.11.1", "decided_on": "R8.11.2", "requester": "見張　剛", "purpose": "notice", "what": "head",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in HIDDEN_FROM if name != "visitor"])
def test_nobody_who_may_not_see_is_told_by_what_they_send(
    name: str, hidden_from: dict[str, Walker], planted: Planted, logged: list[str]
) -> None:
    walker = hidden_from[name]
    sent = {**PAYLOAD, "person": planted.victim, "person_id": planted.victim, "number": SIGNS["person"]}
    sent |= {"join_number": SIGNS["house"], "expected": f"{planted.refuge}:0", "people": [planted.victim]}
    met = []
    for route in routes():
        for address in addresses(route, planted) if route.ours else []:
            status, output = answer_of(walker, "post", address, sent)
            met += signs_in(output, f"{name}: POST {address} ({status})", frozenset({"person", "house"}))
    assert met == []
    assert signs_in("\n".join(logged).encode(), "log", frozenset({"person", "house"})) == []
