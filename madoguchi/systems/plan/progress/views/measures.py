"""One measure: what was planned, what became of it, and saying so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.foundation.calendar import fiscal_year

from ..actions import report
from ..errors import Refused
from ..figures.courses import desk_figures
from ..figures.queries import figures_of, typed_history
from ..forms import ReportForm
from ..models import Measure, Plan
from ..queries.owning import answers_for
from ..queries.plans import Row, history_of, measure_named, measure_years, plan_named
from ..rules import Stage, reportable
from ..survey.queries import sheets_about
from ..system import FIGURES, MANAGE, REPORT
from .screen import actor_of, screen, tell


@screen()
@require_safe
def measure_page(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """A measure with its years, targets and everything that was reported."""
    found = plan_named(plan)
    measure = measure_named(found, code)
    return render(request, "plan/measure.html", measure_context(request, found, measure))


def measure_context(request: HttpRequest, plan: Plan, measure: Measure) -> dict[str, Any]:
    """What the page of a measure shows."""
    rows = measure_years(measure)
    open_now = plan.state == Plan.State.PUBLISHED and answers_for(actor_of(request), measure)
    now = fiscal_year(timezone.localdate())
    asked = {each.survey.fiscal_year: each for each in sheets_about(actor_of(request), measure)}
    closed = set() if actor_of(request).may(MANAGE) else set(asked)
    years = set(reportable(plan.first_year, plan.last_year, now, plan.by_year)) - closed if open_now else set()
    return {
        "plan": plan,
        "measure": measure,
        "rows": [(row, row.year in years, asked.get(row.year)) for row in rows],
        "indicators": list(measure.indicators.all()),
        "years": [row.year for row in rows],
        "history": history_of(measure),
        "figures": figures_of(plan, [measure], [row.year for row in rows]),
        "typable": years,
        "typed": typed_history(measure),
        "mine": open_now,
        "measured": desk_figures(plan, measure) if actor_of(request).may(FIGURES) else None,
    }


@screen(REPORT)
def report_page(request: HttpRequest, plan: str, code: str, year: int) -> HttpResponse:
    """Says what became of a measure in a year."""
    found = plan_named(plan)
    measure = measure_named(found, code)
    row = next((row for row in measure_years(measure) if row.year == year), None)
    if row is None:
        raise Http404
    form = ReportForm(request.POST or None, initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            save(request, measure, year, form)
            messages.success(request, f"{measure.code} の実施状況を記録しました。")
            return redirect("plan:measure", plan=found.code, code=measure.code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "plan": found, "measure": measure, "row": row, "year": year}
    return render(request, "plan/report_form.html", context, status=422 if form.errors else 200)


def initial_of(row: Row) -> dict[str, object]:
    """The form as the last report has it."""
    last = row.report
    if last is None:
        return {"revision": 0, "stage": row.planned.value}
    return {"revision": last.revision, "stage": last.stage, "reason": last.reason, "note": last.note}


def save(request: HttpRequest, measure: Measure, year: int, form: ReportForm) -> None:
    """Writes what the form says. Raises Refused."""
    data = form.cleaned_data
    report(
        actor_of(request), measure_id=measure.pk, year=year, stage=Stage(data["stage"]), reason=data["reason"],
        note=data["note"], revision=data["revision"],
    )  # fmt: skip
