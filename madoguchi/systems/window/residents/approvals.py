"""What of the register waits for a second person: 職権, openings of 個人番号, early ends of 支援措置.

Title and rows name nobody, and those of 支援措置 do not say what they are: they are searched, mailed about and frozen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from madoguchi.engines.approvals.api import Rows, Said, SecondAct, any_one_with, put_forward_about, second_person
from madoguchi.engines.people.api import (
    Opening,
    Proposal,
    ProtectionEnding,
    ask_opening,
    decide,
    decide_ending,
    decide_opening,
    propose_ending,
    withdraw,
    withdraw_ending,
    withdraw_opening,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import format_wareki

from .queries import APPROVE, APPROVE_NUMBER, LIST, MANAGE


def ask_for_numbers(actor: Actor, *, person_ids: Iterable[int], **asked: Any) -> Opening:
    """Asks for an opening and puts it to decision, in one transaction. Raises as ``ask_opening``, and Refused."""
    with transaction.atomic():
        opening = ask_opening(actor, person_ids=person_ids, **asked)
        if opening.state == Opening.State.WAITING:
            put_forward_about(actor, opening)
    return opening


def ask_for_end(actor: Actor, *, case_id: int, **asked: Any) -> ProtectionEnding:
    """Asks for the early end of a case and puts it to decision, in one transaction. Raises as ``propose_ending``."""
    with transaction.atomic():
        ending = propose_ending(actor, case_id=case_id, **asked)
        put_forward_about(actor, ending)
    return ending


def decide_proposal(actor: Actor, key: int, agree: bool, said: Said) -> Proposal:
    """Records the act of 職権, or refuses it."""
    return decide(actor, proposal_id=key, approve=agree, comment=said.comment)


def decide_numbers(actor: Actor, key: int, agree: bool, said: Said) -> Opening:
    """Opens the numbers for who asked, or refuses."""
    return decide_opening(actor, opening_id=key, approve=agree, comment=said.comment)


def decide_end(actor: Actor, key: int, agree: bool, said: Said) -> ProtectionEnding:
    """Ends the case, or the protection of one person in it, or refuses."""
    return decide_ending(actor, ending_id=key, approve=agree, comment=said.comment)


def proposal_rows(proposal: Proposal) -> Rows:
    """What is proposed, for which day, and about how many."""
    day = date.fromisoformat(proposal.arguments["event_on"])
    persons = len(proposal.person_ids) or len(proposal.arguments.get("people", ()))
    return [("異動", proposal.get_kind_display()), ("異動日", format_wareki(day)), ("対象", f"{persons}人")]


def opening_rows(opening: Opening) -> Rows:
    """For what purpose, on which ground, and of how many."""
    return [("目的", opening.purpose_name), ("根拠", opening.article), ("対象", f"{len(opening.person_ids)}人")]


PROPOSAL = second_person(
    SecondAct(
        model=Proposal,
        decide=decide_proposal,
        withdraw=lambda actor, key: withdraw(actor, proposal_id=key),
        discreet=True,
    ),
    code="residents.proposal",
    name="職権による異動",
    summary="届出によらない住民票の記載・消除・修正",
    title=lambda proposal: f"{proposal.get_kind_display()}（職権起案第{proposal.pk}号）",
    rows=proposal_rows,
    place=lambda key: reverse("residents:proposal", args=[key]),
    rungs=any_one_with(APPROVE),
    article="住民基本台帳法第8条",
)

OPENING = second_person(
    SecondAct(
        model=Opening,
        decide=decide_numbers,
        withdraw=lambda actor, key: withdraw_opening(actor, opening_id=key),
        discreet=True,
    ),
    code="residents.opening",
    name="個人番号の閲覧",
    summary="事務に必要な人の個人番号を、短い時間だけ見る",
    title=lambda opening: f"個人番号の閲覧（{opening.purpose_name}、第{opening.pk}号）",
    rows=opening_rows,
    place=lambda key: reverse("residents:opening", args=[key]),
    rungs=any_one_with(APPROVE_NUMBER),
    article="行政手続における特定の個人を識別するための番号の利用等に関する法律第12条",
)

ENDING = second_person(
    SecondAct(
        model=ProtectionEnding,
        decide=decide_end,
        withdraw=lambda actor, key: withdraw_ending(actor, ending_id=key),
        discreet=True,
    ),
    code="residents.careful",
    name="係長の確認",
    summary="係長どうしで確かめる記録",
    title=lambda ending: f"係長の確認（第{ending.pk}号）",
    rows=lambda ending: [("内容", "もとの画面で確かめてください。")],
    place=lambda key: reverse("residents:protect_ending", args=[key]),
    rungs=any_one_with(MANAGE),
    article="住民基本台帳事務処理要領",
    read=LIST,
)

KINDS = (PROPOSAL, OPENING, ENDING)
