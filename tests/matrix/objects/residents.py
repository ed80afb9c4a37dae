"""住民記録."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from madoguchi.engines.people.api import ActKind, House, propose
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.importing import import_file

from ..people import household, latest_act, maker, other_household

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


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """The person of one household with the act of another."""
    return {
        "residents:cancel": {
            "person_id": household().members[0].person_id,
            "act_id": latest_act(other_household()),
        }
    }
