"""総合窓口."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.testing.staff import client_of
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.counter.models import Case
from madoguchi.systems.window.counter.tests.steps import address, confirm, press

from ..people import guard, worker

BODIES = {
    "counter:move_due": {"state": "done"},
    "counter:move_case": {"do": "absent"},
}
QUERIES = {"counter:screen?person": "/desk/counter/?event=move_within&person={person_id}"}
EVENT = {"event_on": "R8.11.20", "notified_on": "R8.11.20"}
ADDRESSES = {"previous": "千葉県佐倉市王子台九丁目97番3号", "address": "めいわ三丁目98番12号"}


def case_of(town: Town, name: str, kana: str) -> Case:
    """A case of someone who moved in at the counter, with what became due."""
    client = client_of(worker("clerk", "窓口サービス課"), host=f"{town.schema_name}.localhost")
    person = {
        "n__0-name": name,
        "n__0-name_kana": kana,
        "n__0-birth_on": "S60.1.20",
        "n__0-sex": "1",
        "n__0-relation": "世帯主",
        "n__0-nationality": "japanese",
    }
    shown = confirm(client, address("move_in"), **EVENT, **ADDRESSES, **person)
    done = press(client, address("move_in"), shown)
    assert done.status_code == 302, shown.content.decode()
    return Case.objects.latest("pk")


def objects(town: Town) -> dict[str, Any]:
    """A case and one of its procedures."""
    case = case_of(town, "届出　三郎", "トドケデ　サブロウ")
    due = case.dues.first()
    assert due
    return {"pk": case.pk, "due": due.pk, "person_id": case.person_id}


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """The case of someone who was protected after it."""
    case = case_of(town, "囲　九", "カコイ　キュウ")
    due = case.dues.first()
    assert due and case.person_id
    guard(case.person_id)
    return {
        **{f"counter:{name}": {"pk": case.pk} for name in ("case", "papers")},
        "counter:move_due": {"pk": case.pk, "due": due.pk},
        "counter:screen?person": {"person_id": case.person_id},
    }


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """The case of one person with a procedure of another."""
    first, second = case_of(town, "届出　四郎", "トドケデ　シロウ"), case_of(town, "届出　五郎", "トドケデ　ゴロウ")
    due = second.dues.first()
    assert due
    return {"counter:move_due": {"pk": first.pk, "due": due.pk}}
