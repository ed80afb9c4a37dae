"""Unusual looks: the list, one of them, and what a head writes down."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.audit.queries import state

from .. import queries
from ..actions import Refused, confirm
from ..forms import ConfirmForm, FilterForm
from ..models import Kind, Unusual
from ..system import REVIEW
from .screen import actor_of, cursor, screen


@require_safe
@screen()
def unusual(request: HttpRequest) -> HttpResponse:
    """What waits for a head, what was confirmed, and how the trail itself stands."""
    actor = actor_of(request)
    form = FilterForm(request.GET, divisions=queries.divisions())
    asked = form.cleaned_data if form.is_valid() else {}
    chosen = asked.get("state") or Unusual.State.OPEN
    cases, after = queries.unusual(
        actor, state=chosen, kind=asked.get("kind", ""), division=asked.get("division", ""), before=cursor(request)
    )
    context = {
        "tab": "unusual", "form": form, "state": chosen, "cases": cases, "after": after or "", "trail": state(),
        "chart": queries.days_chart(timezone.localdate()), "now": timezone.now(),
        "tsa": bool(settings.TSA_URL),
    }  # fmt: skip
    return render(request, "looks/unusual.html", context)


@require_safe
@screen()
def case(request: HttpRequest, unusual_id: int) -> HttpResponse:
    """One of them: what was seen, when and why, and what was found out."""
    return shown(request, unusual_id, ConfirmForm())


def shown(request: HttpRequest, unusual_id: int, form: ConfirmForm, status: int = 200) -> HttpResponse:
    """The page of one unusual look."""
    actor = actor_of(request)
    found = queries.unusual_one(actor, unusual_id=unusual_id)
    context = {
        "tab": "unusual", "case": found, "form": form, "why": WHY[Kind(found.row.kind)],
        "page": queries.entries_of(actor, found.row), "may_confirm": actor.may(REVIEW) and not found.own,
    }  # fmt: skip
    return render(request, "looks/case.html", context, status=status)


@require_POST
@screen(REVIEW)
def confirming(request: HttpRequest, unusual_id: int) -> HttpResponse:
    """Writes down what a head found out."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return shown(request, unusual_id, form, status=422)
    try:
        confirm(actor_of(request), unusual_id=unusual_id, note=form.cleaned_data["note"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("looks:case", unusual_id=unusual_id)
    messages.success(request, "確認済にしました。")
    return redirect("looks:unusual")


WHY = {
    Kind.SELF: "職員本人の記録を、本人が開いています。",
    Kind.HOUSEHOLD: "職員と同じ世帯の人の記録です。",
    Kind.ADDRESS: "職員と同じ番地に住む人の記録です。",
    Kind.NEIGHBOUR: "職員の住所と、町と番地の初めの数字が同じ人の記録です。",
    Kind.COLLEAGUE: "ほかの職員本人として登録されている人の記録です。",
    Kind.NAMESAKE: "職員と氏名が同じ人の記録です。同じ人かどうかは、記録からは分かりません。",
    Kind.SURNAME: "職員と氏が同じ人の記録です。親族かどうかは、記録からは分かりません。",
    Kind.WATCHED: "注目される人として登録されている人の記録です。",
    Kind.MASS_HOUR: "1時間のうちに、決めた数より多くの人の記録を開いています。",
    Kind.MASS_DAY: "1日のうちに、決めた数より多くの人の記録を開いています。",
    Kind.CLOSED: "早朝・夜間か閉庁日に、記録を開いています。",
    Kind.RETURNING: "同じ人の記録を何日も開き、その人の手続や証明をしていません。",
    Kind.EMERGENCY: "緊急の利用で得た権限で、記録を開いています。",
}
