"""権限の調整: the list, one of them, a new one, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.engines.approvals.api import may_decide_about, trail_of
from madoguchi.foundation.access import Actor, queries
from madoguchi.foundation.access.actions.grants import Target, end_grant
from madoguchi.foundation.access.models import Change, Grant, User
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import row_number

from ..approvals import grant, lift
from ..forms import DecisionForm, EndForm, GrantForm, day_after
from ..rights import purpose_names, right_name
from ..system import APPROVE, MANAGE
from .screen import actor_of, screen, tell

WAITS = "申請しました。二人目が承認すると有効になります。"
SIZE = 50


@screen()
def grant_list(request: HttpRequest) -> HttpResponse:
    """Grants that hold or wait, or those that are over."""
    actor, ended = actor_of(request), request.GET.get("ended") == "1"
    begin = row_number(request.GET.get("after", ""))
    found = queries.grants(actor, ended=ended)
    rows = list((found.filter(pk__lt=begin) if begin else found)[: SIZE + 1])
    shown = rows[:SIZE]
    context = {
        "rows": [(row, right_name(row.right)) for row in shown],
        "after": shown[-1].pk if len(rows) > SIZE else "",
        "ended": ended,
        "tab": "grants",
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "staff/grants.html", context)


@screen()
def grant_page(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One grant: what, for whom, why, who asked and who decided."""
    actor = actor_of(request)
    row = queries.grant(actor, grant_id=grant_id)
    return render(request, "staff/grant.html", {**about(actor, row), "form": DecisionForm()})


def about(actor: Actor, row: Grant) -> dict[str, Any]:
    """What a grant's page shows."""
    waits, standing = row.state == Change.State.WAITING, row.state == Change.State.APPROVED
    today = timezone.localdate()
    open_ended = row.valid.upper is None or row.valid.upper > today
    return {
        "grant": row,
        "right": right_name(row.right),
        "purposes": purpose_names(row.purposes),
        "own": waits and row.asked_by == actor.user_id,
        "may_decide": waits and row.asked_by != actor.user_id and actor.may(APPROVE) and may_decide_about(actor, row),
        "trail": trail_of(actor, row),
        "may_end": standing and open_ended and row.effect != Grant.Effect.LIFT and actor.may(MANAGE),
    }


@screen(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Asks for a grant."""
    form = GrantForm(request.POST or None, initial={"start": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            row = grant(actor_of(request), target=target_of(form), **wanted(form))
            done = "停止しました。次の操作から有効です。" if row.state == Change.State.APPROVED else WAITS
            messages.success(request, done)
            return redirect("staff:grant", grant_id=row.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": "権限の調整", "button": "申請する", "back": "staff:grants"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


def target_of(form: GrantForm) -> Target:
    """Whom the form names."""
    data = form.cleaned_data
    user: User | None = data["username"]
    role, division = data["role"], data["division"]
    return Target(
        role=role.code if role else "",
        division_id=division.pk if division else None,
        user_id=user.pk if user else None,
    )


def wanted(form: GrantForm) -> dict[str, Any]:
    """What the action takes besides the target."""
    data = form.cleaned_data
    return {
        "right": data["right"],
        "allows": data["allows"] == "1",
        "purposes": [purpose.code for purpose in data["purposes"]],
        "start": data["start"],
        "end": day_after(data["last"]),
        "reason": data["reason"],
    }


@screen(MANAGE)
def ending(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Ends what was allowed, or asks that what was withdrawn is lifted."""
    actor = actor_of(request)
    row = queries.grant(actor, grant_id=grant_id)
    form = EndForm(request.POST or None, initial={"last": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            goes = finish(actor, row, form)
            messages.success(request, "終わりの日を記録しました。" if goes.pk == row.pk else WAITS)
            return redirect("staff:grant", grant_id=goes.pk)
        except Refused as refusal:
            tell(form, refusal)
    lifting = row.effect == Grant.Effect.WITHDRAW
    title, button = ("停止の解除", "解除を申請する") if lifting else ("許可の終わり", "終わりにする")
    context = {"form": form, "title": title, "button": button, "back": "staff:grants", "grant": row}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


def finish(actor: Actor, row: Grant, form: EndForm) -> Grant:
    """The grant that ended, or the one that asks for the lifting. Raises Refused."""
    on = day_after(form.cleaned_data["last"])
    assert on
    action = lift if row.effect == Grant.Effect.WITHDRAW else end_grant
    return action(actor, grant_id=row.pk, on=on, reason=form.cleaned_data["reason"])
