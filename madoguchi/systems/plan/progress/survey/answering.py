"""Answering a sheet: saved as often as one likes, handed in to the head, and taken as the yearly status."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.approvals import api as approvals
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import format_wareki

from ..actions.reporting import write
from ..errors import Refused
from ..models import Measure, Plan, Sheet
from ..rules import Stage
from ..system import REPORT
from .actions import check_running
from .queries import answers_sheet, standing_of
from .rules import Answer, lacks

KIND = "plan.answer"
FIRST = "{writer}が{moment}に、この調査票を先に保存しました。いまの内容を確かめて、もう一度記入してください。"
STALE = "この回答は、提出の後に書き直されています。差し戻して、出し直してもらってください。"


def save_answer(actor: Actor, *, sheet_id: int, revision: int, answer: Answer) -> Sheet:
    """Keeps what was written so far. ``revision`` is that of the sheet which the person saw.

    Raises Forbidden, Refused (another division's; waits for its head; approved; published; another was first, with
    who), Sheet.DoesNotExist.
    """
    require(actor, REPORT)
    with transaction.atomic():
        sheet = writable(actor, sheet_id, revision)
        keep(actor, sheet, answer)
        audit(actor, action="plan.answer_save", subject=subject_of(sheet), detail={"revision": sheet.revision})
    return sheet


def hand_in(actor: Actor, *, sheet_id: int, revision: int, answer: Answer) -> Sheet:
    """Keeps the answer and puts it to decision by the head of the actor's division.

    Raises as ``save_answer``; Refused too for what an answer lacks, and where nobody may decide.
    """
    require(actor, REPORT)
    with transaction.atomic():
        sheet = writable(actor, sheet_id, revision)
        if lack := lacks(answer, Stage(sheet.prefilled["planned"])):
            raise Refused(lack[1], lack[0])
        keep(actor, sheet, answer)
        sheet.turn += 1
        sheet.draft = put_forward(actor, sheet, answer)
        sheet.save(update_fields=["turn", "draft"])
        audit(actor, action="plan.answer", subject=subject_of(sheet), detail={"draft": sheet.draft_id})
    return sheet


def writable(actor: Actor, sheet_id: int, revision: int) -> Sheet:
    """The sheet, locked, where the actor may write it now. Raises Refused, Sheet.DoesNotExist."""
    # The draft is read after the lock: joined to a row that was waited for, it would be that of before.
    found = Sheet.objects.select_for_update(of=("self",)).select_related("survey__plan", "measure")
    sheet = found.get(pk=sheet_id)
    check_running(sheet.survey)
    check_open(sheet)
    if not answers_sheet(actor, sheet):
        raise Refused(f"この調査票に答えるのは、{sheet.division}の職員です。")
    standing = standing_of(sheet)
    if not standing.is_open:
        raise Refused(f"この調査票は「{standing.label}」なので、書き改められません（{sheet.writer}が提出）。")
    if sheet.revision != revision:
        raise Refused(FIRST.format(writer=sheet.writer, moment=moment_of(sheet)))
    return sheet


def check_open(sheet: Sheet) -> None:
    """Raises Refused for a plan that takes no answers any more."""
    plan = sheet.survey.plan
    if plan.state != Plan.State.PUBLISHED:
        raise Refused(f"この計画は「{plan.get_state_display()}」なので、回答を受け付けていません。")


def moment_of(sheet: Sheet) -> str:
    """When the sheet was written last, in words."""
    at = timezone.localtime(sheet.written_at)
    return f"{format_wareki(at.date(), 'long')}{at.hour}時{at.minute:02}分"


def keep(actor: Actor, sheet: Sheet, answer: Answer) -> None:
    """Writes the answer into the sheet."""
    for field, value in asdict(answer).items():
        setattr(sheet, field, value.strip() if isinstance(value, str) else value)
    sheet.writer, sheet.written_at, sheet.revision = str(actor), timezone.now(), sheet.revision + 1
    sheet.save(update_fields=[*asdict(answer), "writer", "written_at", "revision"])


def put_forward(actor: Actor, sheet: Sheet, answer: Answer) -> approvals.Draft:
    """The answer on its way; what came back to the same drafter before is given up for it. Raises Refused."""
    before = sheet.draft
    try:
        if before and before.is_editable and before.drafter_id == actor.user_id:
            approvals.drop(actor, draft_id=before.pk, comment="調査票を書き改めて、出し直した")
        return approvals.put_forward(actor, kind=KIND, content=content_of(sheet, answer))
    except approvals.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def content_of(sheet: Sheet, answer: Answer) -> dict[str, Any]:
    """What the head decides on, whole, so that it stays readable for itself."""
    return {
        "sheet": sheet.pk,
        "turn": sheet.turn,
        "revision": sheet.revision,
        "plan": sheet.survey.plan.code,
        "plan_name": sheet.survey.plan.name,
        "year": sheet.survey.fiscal_year,
        "measure": str(sheet.measure),
        "division": sheet.division,
        "planned": sheet.prefilled["planned"],
        **asdict(answer),
    }


def take_answer(actor: Actor, decision: approvals.Decision, said: approvals.Said) -> None:
    """What follows from the head's agreement, in its transaction: the answer stands, and where the division leads, it
    is the measure's yearly status.

    Raises approvals' Refused for an answer that was written anew, and where the status may not be written.
    """
    content = decision.draft.content
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("survey").get(pk=content["sheet"])
    if (sheet.draft_id, sheet.revision) != (decision.draft_id, content["revision"]):
        raise approvals.Refused(STALE)
    try:
        check_running(sheet.survey)
        if sheet.leads:
            write_status(actor, sheet)
    except Refused as refusal:
        raise approvals.Refused(f"{refusal}差し戻して、調査票を確かめてもらってください。") from refusal
    sheet.approved_at, sheet.approver = timezone.now(), str(actor)
    sheet.save(update_fields=["approved_at", "approver"])
    audit(actor, action="plan.answer_take", subject=subject_of(sheet), detail={"stage": sheet.stage})


def write_status(actor: Actor, sheet: Sheet) -> None:
    """The answer as the measure's status of the year. Raises Refused."""
    measures = Measure.objects.select_for_update(of=("self",)).select_related("section__goal__plan")
    write(
        actor, measures.get(pk=sheet.measure_id), sheet.survey.fiscal_year, stage=Stage(sheet.stage),
        reason=sheet.reason, note=sheet.done, revision=sheet.base,
    )  # fmt: skip


def subject_of(sheet: Sheet) -> str:
    """How the audit refers to a sheet."""
    return f"sheet:{sheet.pk}"
