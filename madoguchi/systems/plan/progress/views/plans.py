"""The list of plans, one of them by goals, its state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ..actions import close, publish
from ..drawing import line_of
from ..errors import Refused
from ..models import Plan
from ..queries.owning import belongs, codes_of
from ..queries.plans import PlanYear, Row, chosen_year, loadings_of, plan_named, plan_year, plans, years_of
from ..rules import PLANNABLE, RESULT_ORDER, Result
from ..system import MANAGE
from .screen import actor_of, screen

DONE = {"publish": "公開しました。だれでも見られます。", "close": "終了にしました。実施状況の記入は締め切りました。"}


@screen()
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans."""
    context = {"plans": list(plans()), "may_manage": actor_of(request).may(MANAGE)}
    return render(request, "plan/list.html", context)


@screen()
@require_safe
def plan_page(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan by its goals, in one year."""
    found = plan_named(plan)
    year = chosen_year(found, request.GET.get("year", ""))
    actor = actor_of(request)
    rows = plan_year(found, year)
    codes = codes_of(actor)
    mine = {row.measure.pk for row in rows.rows if belongs(row.measure, codes)}
    context = {
        **about(found, year, rows),
        "mine": mine,
        "loadings": loadings_of(found),
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "plan/plan.html", context)


def about(plan: Plan, year: int, found: PlanYear) -> dict[str, Any]:
    """What the pages of a plan show, at the desk and on the portal."""
    return {
        "plan": plan,
        "year": year,
        "years": years_of(plan),
        "goals": found.goals,
        "count": len(found.rows),
        "reported": sum(row.report is not None for row in found.rows),
        "planned_bar": line_of(planned_counts(found.rows)),
        "result_bar": line_of(result_counts(found.rows)),
    }


def planned_counts(rows: tuple[Row, ...]) -> list[tuple[Result, int]]:
    """How many measures are planned to be at each stage."""
    return [(stage, sum(row.planned is stage for row in rows)) for stage in PLANNABLE]


def result_counts(rows: tuple[Row, ...]) -> list[tuple[Result, int]]:
    """How many measures became what, those that nobody has reported last."""
    order: list[Result] = [*RESULT_ORDER, None]
    return [(result, sum(row.result is result for row in rows)) for result in order]


@screen(MANAGE)
@require_POST
def state(request: HttpRequest, plan: str) -> HttpResponse:
    """Publishes or closes a plan."""
    found = plan_named(plan)
    act = request.POST.get("act", "")
    revision = request.POST.get("revision", "")
    try:
        if act not in DONE or not (revision.isascii() and revision.isdigit()):
            raise Refused("画面を開き直して、もう一度選んでください。")
        (publish if act == "publish" else close)(actor_of(request), plan_id=found.pk, revision=int(revision))
        messages.success(request, DONE[act])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan:plan", plan=found.code)
