"""The yearly report at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.web.downloads import download, spreadsheet

from ..errors import Refused
from ..queries.plans import plan_named
from ..survey.queries import survey_of
from ..system import MANAGE
from ..views.screen import actor_of, screen
from .actions import put_report
from .files import yearly_paper, yearly_rows
from .queries import Yearly, way_of, yearly_of


def asked(plan: str, year: int) -> Yearly:
    """The report of a plan's year. Raises DoesNotExist."""
    return yearly_of(survey_of(plan_named(plan), year))


@screen()
@require_safe
def yearly_page(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """The report: as it stands, or as it was published."""
    found = asked(plan, year)
    context = {
        "plan": found.survey.plan,
        "year": year,
        "found": found,
        "document": found.document,
        "way": way_of(found.survey),
        "may_manage": actor_of(request).may(MANAGE),
    }
    return render(request, "plan/yearly/report.html", context)


@require_POST
@screen(MANAGE)
def yearly_put(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """Puts the report to decision as it was shown."""
    survey = survey_of(plan_named(plan), year)
    try:
        put_report(actor_of(request), survey_id=survey.pk, digest=request.POST.get("digest", ""))
        messages.success(request, "年次報告を決裁に回しました。承認されると、市民のページで公表します。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan:yearly", plan=survey.plan.code, year=year)


@screen()
@require_safe
def yearly_csv(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """The same as CSV."""
    found = asked(plan, year)
    return download(spreadsheet(yearly_rows(found.document)), f"年次報告_{found.survey.plan.code}_{year}.csv")


@screen()
@require_safe
def yearly_pdf(request: HttpRequest, plan: str, year: int) -> HttpResponse:
    """The same as a paper."""
    found = asked(plan, year)
    audit(actor_of(request), action="plan.yearly_paper", subject=f"survey:{found.survey.pk}")
    pdf = yearly_paper(request.tenant, found.document, found.published_at)  # type: ignore[attr-defined]
    return download(pdf, f"年次報告書_{found.survey.plan.code}_{year}.pdf", "application/pdf")
