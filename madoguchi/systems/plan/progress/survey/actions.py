"""Opening a survey, and moving its deadline."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name, format_wareki

from ..errors import Refused
from ..models import Plan, Sheet, Survey, YearlyReport
from ..queries.plans import measures_of
from ..rules import reportable
from ..system import MANAGE
from .prefilling import sheets_of
from .queries import moving_report
from .reminding import tell_opened


def open_survey(actor: Actor, *, plan_id: int, year: int, deadline: date, request: str = "") -> Survey:
    """Asks every division what became of its measures in a fiscal year: one prefilled sheet for each measure and
    division. From then on that year's status comes from approved answers.

    Raises Forbidden, Refused (the plan is not open; the year has not begun; a day that is over; asked already, with who
    was first), Plan.DoesNotExist.
    """
    require(actor, MANAGE)
    try:
        with transaction.atomic():
            plan = Plan.objects.select_for_update().get(pk=plan_id)
            check_year(plan, year)
            check_deadline(deadline)
            check_first(plan, year)
            survey = Survey.objects.create(
                plan=plan, fiscal_year=year, deadline=deadline, request=request.strip(), opener=str(actor)
            )
            sheets = Sheet.objects.bulk_create(sheets_of(survey, measures_of(plan)))
            tell_opened(survey)
            audit(actor, action="plan.survey", subject=f"survey:{survey.pk}", detail=detail_of(survey, len(sheets)))
            return survey
    except IntegrityError as error:
        raise Refused("同じ年度の調査を、ほかの人が同時に始めました。画面を開き直してください。") from error


def check_year(plan: Plan, year: int) -> None:
    """Raises Refused for a plan that takes no reports, and for a year of which one may not say anything yet."""
    if plan.state != Plan.State.PUBLISHED:
        raise Refused(f"この計画は「{plan.get_state_display()}」なので、調査を始められません。")
    if year not in reportable(plan.first_year, plan.last_year, fiscal_year(timezone.localdate()), plan.by_year):
        raise Refused(f"{fiscal_year_name(year)}は、この計画で調べられる年度ではありません。", "year")


def check_deadline(deadline: date) -> None:
    """Raises Refused for a day that is over."""
    if deadline < timezone.localdate():
        raise Refused("提出の期限は、きょうより後の日にしてください。", "deadline")


def check_first(plan: Plan, year: int) -> None:
    """Raises Refused, with who was first, where the year is surveyed already."""
    if before := Survey.objects.filter(plan=plan, fiscal_year=year).first():
        day = format_wareki(timezone.localdate(before.opened_at), "long")
        raise Refused(f"{fiscal_year_name(year)}の調査は、{before.opener}が{day}に始めています。", "year")


def detail_of(survey: Survey, sheets: int) -> dict[str, object]:
    """What the audit keeps of a survey."""
    return {"plan": survey.plan.code, "year": survey.fiscal_year, "sheets": sheets}


def move_deadline(actor: Actor, *, survey_id: int, deadline: date, revision: int) -> Survey:
    """Another deadline. ``revision`` is that of the survey which the person saw.

    Raises Forbidden, Refused (a day that is over; published already; another was first), Survey.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=survey_id)
        check_running(survey)
        check_deadline(deadline)
        if survey.revision != revision:
            day = format_wareki(survey.deadline, "long")
            raise Refused(f"期限は、ほかの人が先に{day}に変えました。確かめて、もう一度入れてください。")
        survey.deadline, survey.revision = deadline, revision + 1
        survey.save(update_fields=["deadline", "revision"])
        audit(actor, action="plan.deadline", subject=f"survey:{survey.pk}", detail={"deadline": deadline.isoformat()})
    return survey


def check_running(survey: Survey) -> None:
    """Raises Refused where the yearly report is out, or on its way: then nothing of that year changes."""
    year = fiscal_year_name(survey.fiscal_year)
    if YearlyReport.objects.filter(survey=survey).exists():
        raise Refused(f"{year}の報告は公表されています。もう変えられません。")
    if draft := moving_report(survey):
        raise Refused(
            f"{year}の報告は、{draft.drafter_name}さんが出して決裁中です。直すときは、先に引き戻してください。"
        )
