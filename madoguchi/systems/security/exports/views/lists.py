"""Lists of exports, and how much leaves the house."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from madoguchi.foundation.exports.api import (
    ExportRequest,
    by_month,
    figures,
    offered_to,
    requests_of,
    requests_seen,
)
from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.charts import Column, columns

from ..system import APPROVE, ASK, SEE_ALL
from .screen import actor_of, screen

SIZE = 30


@screen(ASK)
def mine(request: HttpRequest) -> HttpResponse:
    """What one asked for."""
    return listed(request, "mine", requests_of(actor_of(request)))


@screen(APPROVE, SEE_ALL)
def everything(request: HttpRequest) -> HttpResponse:
    """Every export of the town."""
    return listed(request, "all", requests_seen(actor_of(request)))


def listed(request: HttpRequest, which: str, rows: QuerySet[ExportRequest]) -> HttpResponse:
    """A page of a list, by keyset."""
    actor, begin = actor_of(request), row_number(request.GET.get("after", ""))
    if begin is not None:
        rows = rows.filter(pk__lt=begin)
    found = list(rows[: SIZE + 1])
    context = {
        "which": which,
        "rows": found[:SIZE],
        "after": found[SIZE - 1].pk if len(found) > SIZE else "",
        "may_ask": bool(offered_to(actor)) and actor.may(ASK),
        **rights(request),
    }
    return render(request, "exports/list.html", context)


def rights(request: HttpRequest) -> dict[str, bool]:
    """Which of the lists the actor may open."""
    actor = actor_of(request)
    return {"asks": actor.may(ASK), "approves": actor.may(APPROVE), "sees_all": actor.may(SEE_ALL)}


@screen(APPROVE, SEE_ALL)
def figure_page(request: HttpRequest) -> HttpResponse:
    """How many files and persons left in the last twelve months, by division."""
    rows = figures(actor_of(request))
    months = by_month(rows, timezone.localdate())
    points = [Column(f"{day.year % 100}.{day.month}", (count,)) for day, count in months.items()]
    total = sum(row.persons for row in rows)
    chart = columns(
        ["人数"], points, alternative=f"月ごとに持ち出したデータの人数。この12か月で延べ{total:,}人", every=2
    )
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("files", "persons", "downloads", "overdue")}
    context = {"rows": rows, "chart": chart, "sums": sums, "which": "figures", **rights(request)}
    return render(request, "exports/figures.html", context)
