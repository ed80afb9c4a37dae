"""Screens of the population statistics at the desk, under /desk/population/."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from madoguchi.foundation.access import require
from madoguchi.foundation.web.downloads import download, spreadsheet

from .files import TABLES, months, open_data
from .forms import DayForm
from .models import Cause, ClosedDay
from .queries import latest
from .reports import (
    CALENDAR,
    FISCAL,
    Year,
    age_chart,
    differences,
    persons_chart,
    recent_months,
    tables_for_all,
    year_report,
    years,
)
from .rules import Tables, groups_of
from .system import FULL, VIEW

PREFIX = "population"
app_name = "population"


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The last closed day, or the one asked for with ``?day=``; where that is not closed, the last one before it."""
    require(request.actor, VIEW)  # type: ignore[attr-defined]
    form = DayForm(request.GET or None)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    closed = latest(asked)
    context: dict[str, object] = {"form": form, "closed": closed, "asked": asked}
    if closed:
        context |= shown(request, closed)
    return render(request, "population/day.html", context)


def shown(request: HttpRequest, closed: ClosedDay) -> dict[str, object]:
    """Everything that the page of a day shows."""
    recent = recent_months(closed)
    return {
        "tables": tables_for(request, closed),
        "whole": sees_all(request),
        "groups": groups_of(closed.tables["ages"]),
        "differences": differences(closed),
        "ages": age_chart(closed),
        "recent": recent,
        "trend": persons_chart(recent),
        "files": [(code, name) for code, (name, _) in TABLES.items()],
        "years": years(),
    }


@login_required
@require_safe
def year_page(request: HttpRequest, kind: str, year: int) -> HttpResponse:
    """A fiscal or calendar year month by month, with the causes of change."""
    require(request.actor, VIEW)  # type: ignore[attr-defined]
    report = year_of(kind, year)
    context = {"report": report, "causes": Cause.labels, "kind": kind, "year": year, "years": years()}
    return render(request, "population/year.html", context)


@login_required
@require_safe
def year_file(request: HttpRequest, kind: str, year: int) -> HttpResponse:
    """The same as CSV."""
    require(request.actor, VIEW)  # type: ignore[attr-defined]
    return download(spreadsheet(months(year_of(kind, year))), f"人口動態_{year}_{kind}.csv")


def year_of(kind: str, year: int) -> Year:
    """The report of a year. Raises Http404 for a year of which nothing is closed."""
    if kind not in {FISCAL, CALENDAR} or year not in years():
        raise Http404
    return year_report(year, kind)


@login_required
@require_safe
def table_file(request: HttpRequest, day: str, table: str) -> HttpResponse:
    """One breakdown of a closed day as CSV; ``open-data`` in the recommended layout."""
    require(request.actor, VIEW)  # type: ignore[attr-defined]
    closed = closed_on(day)
    if table == "open-data":
        rows = open_data(request.tenant, closed, tables_for_all(closed))  # type: ignore[attr-defined]
        return download(spreadsheet(rows), f"地域年齢別人口_{closed.day:%Y%m%d}.csv")
    if table not in TABLES:
        raise Http404
    name, rows_of = TABLES[table]
    return download(spreadsheet(rows_of(tables_for(request, closed))), f"{name}_{closed.day:%Y%m%d}.csv")


def closed_on(day: str) -> ClosedDay:
    """The figures of a day in ISO form. Raises Http404 where it is not closed."""
    try:
        found = ClosedDay.objects.filter(day=date.fromisoformat(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def tables_for(request: HttpRequest, closed: ClosedDay) -> Tables:
    """The breakdowns for whoever asks: small towns and nationalities only for those who may see all of it."""
    return closed.tables if sees_all(request) else tables_for_all(closed)


def sees_all(request: HttpRequest) -> bool:
    """Whether small figures are shown."""
    return bool(request.actor.may(FULL))  # type: ignore[attr-defined]


urlpatterns = [
    path("", today, name="today"),
    path("years/<slug:kind>/<int:year>/", year_page, name="year"),
    path("years/<slug:kind>/<int:year>/csv/", year_file, name="year_file"),
    path("days/<str:day>/<slug:table>/csv/", table_file, name="file"),
]
