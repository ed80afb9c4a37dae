"""The list of all indicators, and one of them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name
from madoguchi.foundation.jobs.api import enqueue
from madoguchi.foundation.registry.indicators import Indicator, Measure
from madoguchi.foundation.web.screens import actor_of, screens

from ..charting import by_month, way
from ..permissions import COUNT, VIEW
from ..queries import everything, one, parts_of, years_counted

TASK = "indicators.count"
screen = screens(VIEW)


@screen()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator in a fiscal year, by the division that answers for it."""
    actor, year = actor_of(request), year_of(request)
    found = sorted(everything(actor, year), key=lambda each: each.indicator.division)
    groups = [
        (division or "全庁", [(each, way(each)) for each in rows])
        for division, rows in groupby(found, key=lambda each: each.indicator.division)
    ]
    context = {"groups": groups, "may_count": actor.may(COUNT), **years(year)}
    return render(request, "indicators/list.html", context)


@screen()
@require_safe
def detail(request: HttpRequest, room: str, name: str) -> HttpResponse:
    """One indicator: its year, its months, its parts, how it is counted, and the way to what it counts."""
    actor, year = actor_of(request), year_of(request)
    code = f"{room}.{name}"
    try:
        found = one(actor, code=code, year=year)
    except KeyError:
        raise Http404 from None
    context = {
        "found": found,
        "chart": way(found),
        "months": by_month(found) if found.months else None,
        "parts": parts_of(actor, code=code, year=year),
        "rows_url": rows_url(found.indicator, actor),
        "method": METHODS[found.indicator.measure],
        **years(year),
    }
    return render(request, "indicators/detail.html", context)


METHODS = {
    Measure.FLOW: "年度の値は、日ごとの件数の合計です。",
    Measure.STOCK: "年度の値は、最後に数えた日の値です。",
    Measure.MEAN: "年度の値は、すべての件の平均です。",
}


@require_POST
@screen(COUNT)
def count(request: HttpRequest) -> HttpResponse:
    """Asks for a counting."""
    enqueue(actor_of(request), task=TASK, arguments={})
    messages.success(request, "数え直しを始めました。終わると、この画面の値が変わります。")
    return redirect("indicators:list")


def rows_url(indicator: Indicator, actor: Actor) -> str:
    """Where the rows are that are counted, for those who may open them; else "" """
    if not indicator.rows or not indicator.opens(actor):
        return ""
    try:
        return reverse(indicator.rows)
    except NoReverseMatch:  # the screen's system is not in this house
        return ""


def years(year: int) -> dict[str, Any]:
    """The year that is shown, and those that can be chosen."""
    return {
        "year": year,
        "year_name": fiscal_year_name(year),
        "years": [(each, fiscal_year_name(each)) for each in years_counted()],
    }


def year_of(request: HttpRequest) -> int:
    """The fiscal year that is asked for; this one where none or no such is."""
    asked = request.GET.get("year", "")
    known = years_counted()
    return (
        int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else fiscal_year(timezone.localdate())
    )
