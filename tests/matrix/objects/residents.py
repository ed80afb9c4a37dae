"""住民記録."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from madoguchi.engines.people.api import (
    ActKind,
    House,
    Notice,
    ask_opening,
    decide_opening,
    place_hold,
    propose,
    propose_ending,
    set_individual_number,
)
from madoguchi.foundation.codes import individual_number_check_digit
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.importing import import_file

from ..people import guard, household, latest_act, maker, other_household

NUMBER = "12345678901" + individual_number_check_digit("12345678901")
OPENING = ("opening", "numbers", "decide_opening")
BODIES = {"residents:decide": {"decision": "approve"}}


def objects(town: Town) -> dict[str, Any]:
    """A resident with the act of moving in, a proposal about them, and an import."""
    house = household()
    return {
        "person_id": house.members[0].person_id,
        "household_id": house.id,
        "act_id": latest_act(house),
        "proposal_id": proposal(house),
        "run_id": refused_import(town),
        "opening_id": opening(house),
        **protected(),
    }


def opening(house: House) -> int:
    """The wish of a supervisor to see a 個人番号, which waits for the head."""
    person = house.members[0].person_id
    notice = Notice(event_on=date(2026, 11, 1), notified_on=date(2026, 11, 1))
    set_individual_number(maker(), notice=notice, person_id=person, value=NUMBER)
    return ask_opening(maker(), person_ids=[person], purpose="use", reason="国民健康保険の資格の確認").pk


def protected() -> dict[str, int]:
    """The protection of someone else, the proposal to end it early, and a hold of a third person."""
    case = guard(household("要件　七", "ヨウケン　ナナ").members[0].person_id)
    ending = propose_ending(maker(), case_id=case.pk, reason="requested", account="本人の申出")
    third = household("確認　八", "カクニン　ハチ").members[0].person_id
    return {
        "case_id": case.pk,
        "ending_id": ending.pk,
        "hold_id": place_hold(maker(), person_id=third, reason="record").pk,
    }


def refused_import(town: Town) -> int:
    """An import of a file that is none, with its list of faults."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write("これは住民データではない\n".encode())
        file.flush()
        path = Path(file.name)
        run = new_run(maker(), path=path, dry_run=True, lg_code=town.lg_code)
        import_file(maker(), run=run, path=path, tell=lambda done, total, words: None)
    assert run.faults
    return run.pk


def proposal(house: House) -> int:
    """A 職権 correction of the name that waits."""
    arguments = {
        "event_on": "2026-11-01",
        "table": "identity",
        "id": house.members[0].person_id,
        "changes": {"name_kana": "ヤジルシ　イチ"},
    }
    made = propose(maker("clerk"), kind=ActKind.EX_OFFICIO_FIX, arguments=arguments, summary="訂正", reason="通知")
    return made.pk


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """Everything about a protected person."""
    house = household("囲　六", "カコイ　ロク")
    person, act, waits = house.members[0].person_id, latest_act(house), proposal(house)
    approved = approved_opening(person)
    guard(person)
    about = ("person", "timeline", "codes", "contact", "move_out", "protect", "hold", "ask_number")
    return {
        **{f"residents:{name}": {"person_id": person} for name in about},
        "residents:cancel": {"person_id": person, "act_id": act},
        "residents:household": {"household_id": house.id},
        **{f"residents:{name}": {"proposal_id": waits} for name in ("proposal", "withdraw")},
        **{f"residents:{name}": {"opening_id": approved} for name in OPENING},
    }


def approved_opening(person_id: int) -> int:
    """An opening that a colleague asked for, and that lasts."""
    asked = ask_opening(maker("clerk"), person_ids=[person_id], purpose="use", reason="国民健康保険の資格の確認")
    return decide_opening(maker(), opening_id=asked.pk, approve=True).pk


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """The person of one household with the act of another."""
    return {
        "residents:cancel": {
            "person_id": household().members[0].person_id,
            "act_id": latest_act(other_household()),
        }
    }
