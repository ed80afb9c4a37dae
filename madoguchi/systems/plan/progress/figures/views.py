"""Typing in a value, and its evidence, at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from madoguchi.foundation.vault.shelves import KeptFileLostError
from madoguchi.foundation.web.downloads import download

from ..errors import Refused
from ..models import Indicator, Measure
from ..queries.plans import measure_named, plan_named, years_of
from ..system import REPORT
from ..views.screen import actor_of, screen, tell
from .actions import latest_of, look_at, type_value
from .forms import TypedForm
from .queries import figures_of, value_named


@screen(REPORT)
def typed_page(request: HttpRequest, plan: str, code: str, indicator: str, year: int) -> HttpResponse:
    """Types in the value of an indicator in a year."""
    found = plan_named(plan)
    measure = measure_named(found, code)
    one = next((each for each in measure.indicators.all() if each.code == indicator and each.unit), None)
    if one is None or year not in years_of(found):
        raise Http404
    before = latest_of(measure, indicator, year)
    initial: dict[str, Any] = {"revision": before.revision if before else 0}
    form = TypedForm(request.POST or None, request.FILES or None, correcting=before is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save(request, measure, one, year, form)
            messages.success(request, f"{one.name}の値を、根拠とともに記録しました。")
            return redirect("plan:measure", plan=found.code, code=measure.code)
        except Refused as refusal:
            tell(form, refusal)
    figure = figures_of(found, [measure], [year])[measure.pk, indicator, year]
    context = {
        "form": form, "plan": found, "measure": measure, "indicator": one, "year": year, "before": before,
        "figure": figure,
    }  # fmt: skip
    return render(request, "plan/figures/typed.html", context, status=422 if form.errors else 200)


def save(request: HttpRequest, measure: Measure, indicator: Indicator, year: int, form: TypedForm) -> None:
    """Writes what the form says. Raises Refused."""
    data = form.cleaned_data
    type_value(
        actor_of(request), measure_id=measure.pk, indicator=indicator.code, year=year, value=data["value"],
        origin=data["origin"], as_of=data["as_of"], evidence=data["evidence"], reason=data.get("reason", ""),
        revision=data["revision"],
    )  # fmt: skip


@screen()
@require_safe
def evidence(request: HttpRequest, plan: str, value: int) -> HttpResponse:
    """The file that proves a value, to keep; where it is lost or was altered, a page that says so."""
    found = value_named(plan_named(plan), value)
    try:
        return download(look_at(actor_of(request), value=found), found.evidence_name, found.evidence_type)
    except KeptFileLostError:
        return render(request, "plan/figures/lost.html", {"plan_code": plan, "value": found}, status=410)
