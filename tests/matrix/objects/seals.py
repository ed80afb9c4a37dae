"""印鑑登録."""

from __future__ import annotations

from typing import Any

from madoguchi.engines.people.api import House
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.seals.actions import end_by_office, print_notice
from madoguchi.systems.window.seals.models import EndReason
from madoguchi.systems.window.seals.queries import standing_of
from madoguchi.systems.window.seals.rules import Route
from madoguchi.systems.window.seals.tests.steps import Seals, told

from ..people import guard, household, maker


def objects(town: Town) -> dict[str, Any]:
    """A resident with a registered seal, and the application of someone else that waits for the answer to a letter."""
    seals = Seals(maker("clerk"), town)
    made = registered(seals, household())
    other = household("申請　十一", "シンセイ　ジュウイチ").members[0].person_id
    waits = seals.apply(other, Route.INQUIRY, text="申請")
    ended = ended_by_office(seals, household("抹消　十四", "マッショウ　ジュウシ"), town)
    return {**made, "act_id": ended, "pk": waits.pk, "token": seals.scan().token, "what": "lose"}


def ended_by_office(seals: Seals, house: House, town: Town) -> int:
    """The ending of a registration by the office, with its notice."""
    person = registered(seals, house)["person_id"]
    words = told(note="家庭裁判所の通知")
    ending = end_by_office(maker(), person_id=person, reason=EndReason.INCAPABLE, told=words)
    print_notice(maker(), town=town, act_id=ending.pk)
    return ending.pk


def registered(seals: Seals, house: House) -> dict[str, Any]:
    """A person with a registered seal, its impression and the act."""
    person = house.members[0].person_id
    seals.registered(person, text=house.members[0].name.partition("　")[0])
    standing = standing_of(person)
    assert standing
    return {"person_id": person, "sha256": standing.impression.sha256}


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """The seal of someone who was protected after the registration."""
    seals = Seals(maker("clerk"), town)
    house = household("囲　十二", "カコイ　ジュウニ")
    made = registered(seals, house)
    other = household("匿　十三", "カクシ　ジュウサン").members[0].person_id
    waits = seals.apply(other, Route.INQUIRY, text="匿")
    gone = household("消　十五", "ケシ　ジュウゴ")
    ended = ended_by_office(seals, gone, town)
    for each in (made["person_id"], other, gone.members[0].person_id):
        guard(each)
    person = {"person_id": made["person_id"]}
    return {
        **{f"seals:{name}": person for name in ("person", "new", "refuse")},
        "seals:deed": {**person, "what": "lose"},
        "seals:impression": {"sha256": made["sha256"]},
        **{f"seals:{name}": {"pk": waits.pk} for name in ("application", "letter")},
        **{f"seals:{name}": {"act_id": ended} for name in ("cancel", "make_notice", "notice")},
    }
