"""What a body says of a measure, at a meeting."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..models import Evaluation, Meeting, Sheet, Survey, Verdict
from ..survey.actions import check_running
from ..system import VIEW
from .rights import check_keeps

FIRST = "{writer}が先に「{verdict}」と評価しました。内容を確かめて、必要なら、もう一度入れてください。"


def evaluate(
    actor: Actor, *, survey_id: int, measure_id: int, meeting_id: int, verdict: Verdict, words: str, revision: int
) -> Evaluation:
    """Writes what a meeting said of a measure in a surveyed year; what was said before stays, as an earlier revision.

    ``revision`` is that of the evaluation which the person saw, 0 for none. Raises Forbidden, Refused (not the body's
    事務局; no approved answer; no words; published; another was first, with who), DoesNotExist.
    """
    require(actor, VIEW)
    meeting = Meeting.objects.select_related("body").get(pk=meeting_id)
    check_keeps(actor, meeting.body)
    if not words.strip():
        raise Refused("評価の理由や意見を入れてください。", "words")
    try:
        with transaction.atomic():
            survey = Survey.objects.select_for_update().get(pk=survey_id)
            check_running(survey)
            check_answered(survey, measure_id)
            check_first(last_evaluation(survey, measure_id), revision)
            row = Evaluation.objects.create(
                survey=survey, measure_id=measure_id, revision=revision + 1, meeting=meeting, verdict=verdict,
                words=words.strip(), writer=str(actor),
            )  # fmt: skip
            audit(actor, action="plan.evaluate", subject=f"evaluation:{row.pk}", detail={"verdict": str(verdict)})
            return row
    except IntegrityError as error:
        raise Refused("ほかの人が同時に評価を入れました。画面を開き直してください。") from error


def check_answered(survey: Survey, measure_id: int) -> None:
    """Raises Refused while the leading division's answer is not approved."""
    sheet = Sheet.objects.get(survey=survey, measure=measure_id, leads=True)
    if sheet.approved_at is None:
        raise Refused(f"{sheet.division}の回答が、まだ課長に承認されていません。評価はその後です。")


def check_first(before: Evaluation | None, revision: int) -> None:
    """Raises Refused, with who was first, where the person did not see the last evaluation."""
    if (before.revision if before else 0) != revision:
        words = FIRST.format(writer=before.writer, verdict=before.get_verdict_display()) if before else ""
        raise Refused(words or "画面が古くなっています。開き直してください。")


def last_evaluation(survey: Survey, measure_id: int) -> Evaluation | None:
    """The last word on a measure; None where nobody has said one."""
    return Evaluation.objects.filter(survey=survey, measure=measure_id).order_by("-revision").first()
