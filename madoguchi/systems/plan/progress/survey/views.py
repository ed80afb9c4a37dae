"""The survey at the desk: opening it, how far it is, one sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name

from ..errors import Refused
from ..models import Plan, Sheet, Survey
from ..queries.plans import plan_named
from ..rules import reportable
from ..system import MANAGE
from ..views.screen import actor_of, screen, tell
from .actions import move_deadline, open_survey
from .answering import hand_in, save_answer
from .forms import AnswerForm, DeadlineForm, SurveyForm
from .queries import (
    answers_sheet,
    came_back,
    neighbours,
    overview,
    sheet_named,
    standing_of,
    status_now,
    survey_of,
    surveys_of,
)

ANSWERED = ("stage", "done", "reason", "grade", "improvement")


@screen()
@require_safe
def cycle_page(request: HttpRequest, plan: str) -> HttpResponse:
    """The cycle of a plan: its surveys, year by year."""
    found = plan_named(plan)
    actor = actor_of(request)
    context = {
        "plan": found,
        "overviews": [overview(actor, survey) for survey in surveys_of(found)],
        "years": years_to_ask(found),
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "plan/survey/list.html", context)


def years_to_ask(plan: Plan) -> list[int]:
    """The fiscal years of which one may ask and has not asked yet; none for a plan that takes no reports."""
    if plan.state != Plan.State.PUBLISHED:
        return []
    asked = {survey.fiscal_year for survey in surveys_of(plan)}
    now = fiscal_year(timezone.localdate())
    return [year for year in reportable(plan.first_year, plan.last_year, now, plan.by_year) if year not in asked]


@screen(MANAGE)
def open_page(request: HttpRequest, plan: str) -> HttpResponse:
    """Opens a survey."""
    found = plan_named(plan)
    years = years_to_ask(found)
    form = SurveyForm(request.POST or None, years=years, initial={"year": years[-1] if years else None})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            survey = open_survey(actor_of(request), plan_id=found.pk, **data)
            messages.success(request, f"{fiscal_year_name(survey.fiscal_year)}の調査を始めました。")
            return redirect("plan:survey", plan=found.code, year=survey.fiscal_year)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "plan": found, "years": years}
    return render(request, "plan/survey/open.html", context, status=422 if form.errors else 200)


@screen()
@require_safe
def survey_page(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """How many of how many are in, by division; who is late."""
    survey = survey_of(plan_named(plan), year)
    return show(request, survey, deadline_form(survey))


def deadline_form(survey: Survey) -> DeadlineForm:
    """The form of the deadline as it is."""
    return DeadlineForm(initial={"deadline": survey.deadline, "revision": survey.revision})


def show(request: HttpRequest, survey: Survey, form: DeadlineForm) -> HttpResponse:
    """The page of a survey."""
    context = {
        "plan": survey.plan,
        "year": survey.fiscal_year,
        "survey": survey,
        "found": overview(actor_of(request), survey),
        "form": form,
        "running": not hasattr(survey, "published"),
        "late": timezone.localdate() > survey.deadline,
        "may_manage": actor_of(request).may(MANAGE),
    }
    return render(request, "plan/survey/survey.html", context, status=422 if form.errors else 200)


@require_POST
@screen(MANAGE)
def deadline(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """Moves the deadline."""
    survey = survey_of(plan_named(plan), year)
    form = DeadlineForm(request.POST)
    if form.is_valid():
        try:
            move_deadline(actor_of(request), survey_id=survey.pk, **form.cleaned_data)
            messages.success(request, "提出の期限を変えました。")
            return redirect("plan:survey", plan=survey.plan.code, year=year)
        except Refused as refusal:
            tell(form, refusal)
    return show(request, survey, form)


@screen()
def sheet_page(request: HttpRequest, plan: str, sheet_id: int) -> HttpResponse:
    """One sheet: what was known, and the answer."""
    found = sheet_named(plan_named(plan), sheet_id)
    form = AnswerForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            return take(request, found, form)
        except Refused as refusal:
            tell(form, refusal)
    context = sheet_context(request, found, form)
    return render(request, "plan/survey/sheet.html", context, status=422 if form.errors else 200)


def initial_of(sheet: Sheet) -> dict[str, Any]:
    """The form as the sheet has it; the planned stage where nobody has chosen yet."""
    status = status_now(sheet)
    answer = {name: getattr(sheet, name) for name in ANSWERED}
    answer["stage"] = sheet.stage or (status.stage if status else "")
    return {**answer, "revision": sheet.revision, "base": status.revision if status else 0}


def take(request: HttpRequest, sheet: Sheet, form: AnswerForm) -> HttpResponse:
    """Saves the answer, or hands it in and goes on to the next. Raises Refused."""
    actor, asked = actor_of(request), {"sheet_id": sheet.pk, "revision": form.cleaned_data["revision"]}
    if request.POST.get("act") != "hand_in":
        save_answer(actor, **asked, answer=form.answer())
        messages.success(request, "途中まで保存しました。まだ提出していません。")
        return redirect("plan:sheet", plan=sheet.survey.plan.code, sheet_id=sheet.pk)
    hand_in(actor, **asked, answer=form.answer())
    messages.success(request, f"{sheet.measure.code} を提出しました。課長が承認すると、実施状況になります。")
    if following := neighbours(sheet, actor):
        return redirect("plan:sheet", plan=sheet.survey.plan.code, sheet_id=following.pk)
    return redirect("plan:survey", plan=sheet.survey.plan.code, year=sheet.survey.fiscal_year)


def sheet_context(request: HttpRequest, sheet: Sheet, form: AnswerForm) -> dict[str, Any]:
    """What the page of a sheet shows."""
    standing = standing_of(sheet)
    mine = answers_sheet(actor_of(request), sheet)
    running = sheet.survey.plan.state == Plan.State.PUBLISHED and not hasattr(sheet.survey, "published")
    return {
        "form": form,
        "sheet": sheet,
        "plan": sheet.survey.plan,
        "survey": sheet.survey,
        "measure": sheet.measure,
        "known": sheet.prefilled,
        "standing": standing,
        "mine": mine,
        "running": running,
        "writable": mine and standing.is_open and running,
        "back": came_back(sheet),
        "status": status_now(sheet),
        "late": standing.is_open and timezone.localdate() > sheet.survey.deadline,
    }
