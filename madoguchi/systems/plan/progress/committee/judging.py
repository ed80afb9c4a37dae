"""Evaluations at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..errors import Refused
from ..models import Evaluation, Meeting, Sheet, Survey, Verdict
from ..queries.plans import plan_named
from ..survey.queries import survey_of
from ..views.screen import actor_of, screen, tell
from .evaluating import evaluate, last_evaluation
from .forms import EvaluationForm
from .queries import RECENT, judged
from .rights import keeps


@screen()
@require_safe
def evaluations(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """What the committee says of every measure of a surveyed year."""
    survey = survey_of(plan_named(plan), year)
    found = judged(survey)
    context = {
        "plan": survey.plan,
        "year": year,
        "found": found,
        "done": sum(each.evaluation is not None for each in found),
        "running": not hasattr(survey, "published"),
        "writes": bool(meetings_kept(request)),
    }
    return render(request, "plan/committee/evaluations.html", context)


def meetings_kept(request: HttpRequest) -> list[Meeting]:
    """The meetings of bodies for which the actor writes, the latest first."""
    actor = actor_of(request)
    found = list(Meeting.objects.select_related("body")[:RECENT])
    kept = {body.pk for body in {each.body for each in found} if keeps(actor, body)}
    return [each for each in found if each.body_id in kept]


@screen()
def evaluation(request: HttpRequest, plan: str, year: int, code: str) -> HttpResponse:
    """What a meeting said of one measure."""
    survey = survey_of(plan_named(plan), year)
    sheets = Sheet.objects.filter(survey=survey, measure__code=code).select_related("measure", "draft")
    leading = sheets.get(leads=True)
    last = last_evaluation(survey, leading.measure_id)
    meetings = Meeting.objects.filter(pk__in=[each.pk for each in meetings_kept(request)]).select_related("body")
    form = EvaluationForm(request.POST or None, meetings=meetings, initial=initial_of(last))
    if request.method == "POST" and form.is_valid():
        try:
            write(request, survey, leading, form)
            messages.success(request, f"{leading.measure.code} の評価を記録しました。")
            return redirect("plan:evaluations", plan=survey.plan.code, year=year)
        except Refused as refusal:
            tell(form, refusal)
    context = {
        "form": form, "plan": survey.plan, "survey": survey, "year": year, "sheet": leading, "sheets": list(sheets),
        "measure": leading.measure, "known": leading.prefilled, "last": last,
        "writable": bool(meetings) and leading.approved_at is not None and not hasattr(survey, "published"),
        "meetings": bool(meetings),
    }  # fmt: skip
    return render(request, "plan/committee/evaluation.html", context, status=422 if form.errors else 200)


def initial_of(last: Evaluation | None) -> dict[str, Any]:
    """The form as the last evaluation has it."""
    if last is None:
        return {"revision": 0}
    return {"revision": last.revision, "meeting": last.meeting_id, "verdict": last.verdict, "words": last.words}


def write(request: HttpRequest, survey: Survey, sheet: Sheet, form: EvaluationForm) -> None:
    """Writes what the form says. Raises Refused."""
    data = form.cleaned_data
    evaluate(
        actor_of(request), survey_id=survey.pk, measure_id=sheet.measure_id, meeting_id=data["meeting"].pk,
        verdict=Verdict(data["verdict"]), words=data["words"], revision=data["revision"],
    )  # fmt: skip
