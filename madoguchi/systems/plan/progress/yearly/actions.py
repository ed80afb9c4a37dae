"""Putting the yearly report to decision, and publishing what was decided."""

from __future__ import annotations

from django.db import transaction

from madoguchi.engines.approvals import api as approvals
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import fiscal_year_name

from ..errors import Refused
from ..models import Survey, YearlyReport
from ..survey.actions import check_running
from ..survey.queries import KIND_YEARLY as KIND
from ..system import MANAGE
from .document import digest_of, document_of, missing

CHANGED = "画面を開いた後に、回答か評価が変わりました。いまの内容を確かめて、もう一度押してください。"


def put_report(actor: Actor, *, survey_id: int, digest: str) -> approvals.Draft:
    """Puts the report to decision as the person saw it (``digest``). While it is on its way nothing of that year
    changes.

    Raises Forbidden, Refused (nothing is answered yet; on its way or published already, with who was first; changed
    since it was seen; nobody who may decide), Survey.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        survey = Survey.objects.select_for_update(of=("self",)).select_related("plan").get(pk=survey_id)
        check_running(survey)
        document = document_of(survey)
        if missing(document)[0] == len(document["measures"]):
            raise Refused("承認された回答がまだありません。")
        if digest_of(document) != digest:
            raise Refused(CHANGED)
        draft = put_forward(actor, survey, {"survey": survey.pk, "digest": digest, "document": document})
        audit(actor, action="plan.yearly", subject=subject_of(survey), detail={"digest": digest, "draft": draft.pk})
    return draft


def put_forward(actor: Actor, survey: Survey, content: dict[str, object]) -> approvals.Draft:
    """The report on its way; what came back to the same drafter before is given up for it. Raises Refused."""
    try:
        for before in earlier(survey):
            if before.drafter_id == actor.user_id:
                approvals.drop(actor, draft_id=before.pk, comment="年次報告を出し直した")
        return approvals.put_forward(actor, kind=KIND, content=content)
    except approvals.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def earlier(survey: Survey) -> list[approvals.Draft]:
    """Reports of the survey that came back and lie with their drafters."""
    found = approvals.Draft.objects.filter(kind=KIND, reference__startswith=f"{survey.pk}-")
    return [each for each in found if each.is_editable]


def publish_report(actor: Actor, decision: approvals.Decision, said: approvals.Said) -> None:
    """What follows from the approval, in its transaction: the report is public, and that year is over.

    Raises approvals' Refused where another one was published.
    """
    content = decision.draft.content
    survey = Survey.objects.select_for_update().get(pk=content["survey"])
    if YearlyReport.objects.filter(survey=survey).exists():
        raise approvals.Refused(f"{fiscal_year_name(survey.fiscal_year)}の報告は、もう公表されています。")
    document = content["document"]
    report = YearlyReport.objects.create(
        survey=survey, draft=decision.draft, document=document, digest=digest_of(document)
    )
    audit(actor, action="plan.yearly_publish", subject=subject_of(survey), detail={"digest": report.digest})


def subject_of(survey: Survey) -> str:
    """How the audit refers to the year."""
    return f"survey:{survey.pk}"
