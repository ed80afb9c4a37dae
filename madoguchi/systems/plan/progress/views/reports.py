"""The report of a plan: on screen, as CSV, as a paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.web.downloads import download, spreadsheet

from ..drawing import crossed
from ..files import report_rows
from ..papers import report_paper
from ..queries.plans import chosen_year, plan_named, years_of
from ..reports import Report, report_of
from .screen import actor_of, screen


def asked(request: HttpRequest, plan: str) -> Report:
    """The report of a plan in the year of ``?year=``. Raises Plan.DoesNotExist."""
    found = plan_named(plan)
    return report_of(found, chosen_year(found, request.GET.get("year", "")))


@screen()
@require_safe
def report_screen(request: HttpRequest, plan: str) -> HttpResponse:
    """The report: tables, chart, what departed and why."""
    report = asked(request, plan)
    context = {
        "plan": report.plan,
        "report": report,
        "year": report.found.year,
        "years": years_of(report.plan),
        "drawing": crossed(report.table),
    }
    return render(request, "plan/report.html", context)


@screen()
@require_safe
def report_csv(request: HttpRequest, plan: str) -> HttpResponse:
    """The same as CSV."""
    report = asked(request, plan)
    return download(spreadsheet(report_rows(report)), f"取り組み状況_{report.plan.code}_{report.found.year}.csv")


@screen()
@require_safe
def report_pdf(request: HttpRequest, plan: str) -> HttpResponse:
    """The same as a paper to be signed."""
    report = asked(request, plan)
    audit(actor_of(request), action="plan.paper", subject=f"plan:{plan}", detail={"year": report.found.year})
    pdf = report_paper(request.tenant, report)  # type: ignore[attr-defined]
    return download(pdf, f"取り組み状況報告書_{report.plan.code}_{report.found.year}.pdf", "application/pdf")
