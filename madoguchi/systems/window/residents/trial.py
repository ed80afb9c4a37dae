"""Trying a proposal out: it is decided and taken back, so that what is shown is what would be recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from madoguchi.engines.people.api import House, PeopleView, PersonRecord, Proposal, Refused, decide

from .compare import Row, compare


@dataclass
class Trial:
    """What approving would change, or why it cannot be approved."""

    refusal: str = ""
    rows: list[Row] = field(default_factory=list)
    before: House | None = None
    after: House | None = None
    newcomers: list[dict[str, Any]] = field(default_factory=list)


class TakenBack(Exception):  # noqa: N818 - leaves the transaction without a trace
    """Ends a trial."""


def try_out(view: PeopleView, proposal: Proposal) -> Trial:
    """The record before and after the proposal."""
    arguments = proposal.arguments
    trial = Trial(newcomers=[newcomer(entry) for entry in arguments.get("people", ())])
    before = state(view, proposal)
    trial.before = before[1]
    try:
        with transaction.atomic():
            decide(view.actor, proposal_id=proposal.pk, approve=True)
            after = state(view, proposal)
            raise TakenBack
    except TakenBack:
        trial.after = after[1]
        if before[0] and after[0]:
            trial.rows = [row for row in compare(before[0], after[0], before[1], after[1]) if not row.same]
    except Refused as refusal:
        trial.refusal = str(refusal)
    return trial


def state(view: PeopleView, proposal: Proposal) -> tuple[PersonRecord | None, House | None]:
    """The person or the household that the proposal is about, as the record has them now."""
    arguments = proposal.arguments
    table, key = arguments.get("table"), arguments.get("id")
    if table in {"identity", "membership"}:
        return view.person(key), view.house_of(key)
    household_id = arguments.get("household_id", key)
    house = view.house(household_id) if household_id is not None else None
    return None, house


def newcomer(entry: dict[str, Any]) -> dict[str, Any]:
    """A person who would be entered."""
    facts = entry["facts"]
    return {
        "name": facts.get("name", ""),
        "kana": facts.get("name_kana", ""),
        "birth": facts.get("birth_on") or facts.get("birth_text", ""),
    }
