"""Saying what became of a measure in a fiscal year."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name, format_wareki

from ..errors import Refused
from ..models import Measure, Plan, Reported
from ..queries.owning import answers_for, surveyed
from ..queries.reported import latest_of
from ..rules import RESULTS, Stage, departs, reportable
from ..system import MANAGE, REPORT

FOREIGN = "この施策の実施状況を記入できるのは、担当部署（{owners}）の職員です。"
FIRST = "{writer}が{moment}に「{stage}」と記入しました。内容を確かめて、必要なら、もう一度記入してください。"


def report(
    actor: Actor, *, measure_id: int, year: int, stage: Stage, reason: str = "", note: str = "", revision: int = 0
) -> Reported:
    """Writes what became of a measure in a fiscal year; what was said before stays, as an earlier revision.

    ``revision`` is that of the report which the person saw, 0 for none. Raises Forbidden, Refused (the plan is not
    open, the year has not begun, another division's measure, no reason where it departed from the plan, someone was
    first), Measure.DoesNotExist.
    """
    require(actor, REPORT)
    try:
        with transaction.atomic():
            measure = Measure.objects.select_for_update(of=("self",)).select_related("section__goal__plan").get(
                pk=measure_id
            )  # fmt: skip
            check_mine(actor, measure, year)
            row = write(actor, measure, year, stage=stage, reason=reason.strip(), note=note.strip(), revision=revision)
            audit(actor, action="plan.report", subject=f"measure:{measure.pk}", detail=detail_of(measure, row))
            return row
    except IntegrityError as error:
        raise Refused("ほかの人が同時に記入しました。画面を開き直して、内容を確かめてください。") from error


def write(
    actor: Actor, measure: Measure, year: int, *, stage: Stage, reason: str, note: str, revision: int
) -> Reported:
    """The row of a report, in the caller's transaction, who has locked the measure and asked who may.

    Raises Refused (the plan is not open, no reason where it departed from the plan, someone was first).
    """
    check_open(measure, year)
    check_first(latest_of(measure, year), revision)
    check_reason(measure, year, stage, reason)
    return Reported.objects.create(
        measure=measure, fiscal_year=year, revision=revision + 1, stage=stage.value, reason=reason, note=note,
        writer=str(actor), writer_id=actor.user_id,
    )  # fmt: skip


def check_open(measure: Measure, year: int) -> None:
    """Raises Refused where nobody may report of a measure for a year now."""
    plan: Plan = measure.section.goal.plan
    if plan.state != Plan.State.PUBLISHED:
        raise Refused(f"この計画は「{plan.get_state_display()}」なので、実施状況を記入できません。")
    now = fiscal_year(timezone.localdate())
    if year not in reportable(plan.first_year, plan.last_year, now, plan.by_year):
        raise Refused(f"{fiscal_year_name(year)}の実施状況は、今は記入できません。", "year")


def check_mine(actor: Actor, measure: Measure, year: int) -> None:
    """Raises Refused where it is not this actor who reports, or not here: what is surveyed is answered on a sheet."""
    if surveyed(measure.section.goal.plan, year) and not actor.may(MANAGE):
        raise Refused(f"{fiscal_year_name(year)}は年度調査で集めています。調査票に答えて、課長の承認を受けてください。")
    if not answers_for(actor, measure):
        raise Refused(FOREIGN.format(owners="・".join(measure.owners.values_list("name", flat=True)) or "未定"))


def check_first(before: Reported | None, revision: int) -> None:
    """Raises Refused, with who was first, where the person did not see the last report."""
    if (before.revision if before else 0) == revision:
        return
    if before is None:
        raise Refused("画面が古くなっています。開き直してください。")
    at = timezone.localtime(before.written_at)
    moment = f"{format_wareki(at.date(), 'long')}{at.hour}時{at.minute:02}分"
    raise Refused(FIRST.format(writer=before.writer, moment=moment, stage=before.get_stage_display()))


def check_reason(measure: Measure, year: int, stage: Stage, reason: str) -> None:
    """Raises Refused for a stage that no report has, and where a departure from the plan has no reason."""
    if stage not in RESULTS:
        raise Refused("実施状況を選んでください。", "stage")
    planned = Stage(measure.planned.get(fiscal_year=year).stage)
    if departs(planned, stage) and not reason:
        raise Refused(f"計画は「{planned.label}」でした。変わった理由を入れてください。", "reason")


def detail_of(measure: Measure, row: Reported) -> dict[str, object]:
    """What the audit keeps of a report: codes only."""
    return {
        "plan": measure.section.goal.plan.code,
        "measure": measure.code,
        "year": row.fiscal_year,
        "stage": row.stage,
        "revision": row.revision,
    }
