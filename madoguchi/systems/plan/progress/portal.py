"""The plan for residents: goals, measures, the report and open data, without log-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from madoguchi.foundation.web.downloads import download, spreadsheet

from .drawing import crossed
from .figures.courses import courses_of, own_figures, with_value
from .figures.open import figure_data, figure_rows
from .figures.queries import public_figures
from .files import open_data, open_rows
from .queries.plans import chosen_year, measure_named, measure_years, plan_named, plan_year, plans, years_of
from .reports import report_of
from .views.plans import about
from .yearly.files import yearly_paper, yearly_rows
from .yearly.queries import published_of, published_years

PREFIX = "plan"
app_name = "plan_portal"
LEADING = 8
"""So many indicators stand at the top of a plan's page; the others are on the pages of their measures."""


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everyone; what is not public is a page not found."""

    @require_safe
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        try:
            return view(request, *args, **values)
        except ObjectDoesNotExist:
            raise Http404 from None

    return checked


@public
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every public plan."""
    return render(request, "plan/portal/list.html", {"plans": list(plans(public=True))})


@public
def plan_page(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan by its goals: what is planned, what became of it."""
    found = plan_named(plan, public=True)
    year = chosen_year(found, request.GET.get("year", ""))
    rows = plan_year(found, year)
    indicators = [(row.measure, each) for row in rows.rows for each in row.indicators if each.unit]
    figures = public_figures(found, [row.measure for row in rows.rows], [year])
    context = {
        **about(found, year, rows),
        "indicators": indicators[:LEADING],
        "indicator_count": len(indicators),
        "published": published_years(found),
        "figures": figures,
        "figure_count": with_value(figures),
    }
    return render(request, "plan/portal/plan.html", context)


@public
def measure_page(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """One measure."""
    found = plan_named(plan, public=True)
    measure = measure_named(found, code)
    context = {
        "plan": found,
        "measure": measure,
        "rows": measure_years(measure),
        "years": years_of(found),
        "figures": own_figures(found, measure),
        "courses": courses_of(found, measure),
    }
    return render(request, "plan/portal/measure.html", context)


@public
def report_page(request: HttpRequest, plan: str) -> HttpResponse:
    """The report: planned against done."""
    found = plan_named(plan, public=True)
    report = report_of(found, chosen_year(found, request.GET.get("year", "")))
    context = {
        "plan": found,
        "report": report,
        "year": report.found.year,
        "years": years_of(found),
        "drawing": crossed(report.table),
    }
    return render(request, "plan/portal/report.html", context)


@public
def yearly_page(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """A year's report, as it was decided."""
    found = published_of(plan_named(plan, public=True), year)
    plan_ = found.survey.plan
    context = {"plan": plan_, "year": year, "found": found, "document": found.document}
    return render(request, "plan/portal/yearly.html", context)


@public
def yearly_csv(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """The same as CSV."""
    found = published_of(plan_named(plan, public=True), year)
    return download(spreadsheet(yearly_rows(found.document)), f"plan_{plan}_{year}.csv")


@public
def yearly_pdf(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """The same as a paper."""
    found = published_of(plan_named(plan, public=True), year)
    pdf = yearly_paper(request.tenant, found.document, found.published_at)  # type: ignore[attr-defined]
    return download(pdf, f"plan_{plan}_{year}.pdf", "application/pdf")


@public
def csv(request: HttpRequest, plan: str) -> HttpResponse:
    """Open data as CSV."""
    found = plan_named(plan, public=True)
    return download(spreadsheet(open_rows(found)), f"plan_{found.code}.csv")


@public
def data(request: HttpRequest, plan: str) -> HttpResponse:
    """Open data as JSON."""
    return json_of(open_data(plan_named(plan, public=True)))


@public
def figures_csv(request: HttpRequest, plan: str) -> HttpResponse:
    """The figures of the plan as CSV."""
    found = plan_named(plan, public=True)
    return download(spreadsheet(figure_rows(found)), f"plan_{found.code}_figures.csv")


@public
def figures_json(request: HttpRequest, plan: str) -> HttpResponse:
    """The same as JSON."""
    return json_of(list(figure_data(plan_named(plan, public=True))))


def json_of(content: Any) -> HttpResponse:
    """Open data."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


urlpatterns = [
    path("", plan_list, name="list"),
    path("<slug:plan>/", plan_page, name="plan"),
    path("<slug:plan>/report/", report_page, name="report"),
    path("<slug:plan>/yearly/<int:year>/", yearly_page, name="yearly"),
    path("<slug:plan>/yearly/<int:year>/report.csv", yearly_csv, name="yearly_csv"),
    path("<slug:plan>/yearly/<int:year>/report.pdf", yearly_pdf, name="yearly_pdf"),
    path("<slug:plan>/data.csv", csv, name="csv"),
    path("<slug:plan>/data.json", data, name="json"),
    path("<slug:plan>/figures.csv", figures_csv, name="figures_csv"),
    path("<slug:plan>/figures.json", figures_json, name="figures_json"),
    path("<slug:plan>/measures/<slug:code>/", measure_page, name="measure"),
]
