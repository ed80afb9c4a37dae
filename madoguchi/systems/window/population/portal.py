"""The population for residents: figures, drawings and open data, without log-in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from madoguchi.foundation.web.downloads import download, spreadsheet

from .files import open_data
from .queries import latest
from .reports import age_chart, differences, persons_chart, recent_months, tables_for_all
from .rules import groups_of

PREFIX = "population"
app_name = "population_portal"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The last closed day in figures and drawings."""
    closed = latest()
    context: dict[str, object] = {"closed": closed}
    if closed:
        recent = recent_months(closed)
        context |= {
            "tables": tables_for_all(closed),
            "groups": groups_of(closed.tables["ages"]),
            "differences": differences(closed),
            "ages": age_chart(closed),
            "trend": persons_chart(recent),
            "recent": recent,
        }
    return render(request, "population/portal.html", context)


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    """地域・年齢別人口 of the last closed day. Raises Http404 before the first one."""
    closed = latest()
    if closed is None:
        raise Http404
    rows = open_data(request.tenant, closed, tables_for_all(closed))  # type: ignore[attr-defined]
    return download(spreadsheet(rows), f"population_{closed.day:%Y%m%d}.csv")


urlpatterns = [path("", page, name="page"), path("open-data.csv", csv, name="csv")]
