"""Cancelling an act: what it changes is shown before the button that does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from madoguchi.engines.people.api import Act, Notice, Preview, Refused, cancel, preview
from madoguchi.foundation.access import Actor

from ..forms import CancelForm
from .person import rows
from .screen import ACT, actor_of, people, screen


@screen(ACT)
def cancelling(request: HttpRequest, person_id: int, act_id: int) -> HttpResponse:
    """The form, the consequences, and the cancellation."""
    view, actor = people(request), actor_of(request)
    act = next((each for each in view.acts(person_id) if each.pk == act_id), None)
    if act is None:
        raise Act.DoesNotExist
    expected = seen(view, person_id, act)
    form = CancelForm(request.POST or None, initial={"expected": ",".join(f"{k}:{v}" for k, v in expected.items())})
    if request.method == "POST" and form.is_valid() and cancel_now(request, actor, act, form):
        return redirect("residents:timeline", person_id=person_id)
    shown, refusal = consequences(actor, act, expected)
    context = {
        "act": act,
        "form": form,
        "record": view.person(person_id),
        "changes": changes(shown),
        "refusal": refusal,
        "cautions": shown.cautions if shown else (),
    }
    return render(request, "residents/cancel.html", context, status=422 if form.errors else 200)


def seen(view: Any, person_id: int, act: Act) -> dict[int, int]:
    """The households of the person, today and on the day of the act, in the state that the clerk sees."""
    houses = [view.house_of(person_id), view.house_of(person_id, on=act.event_on)]
    return {house.id: house.revision for house in houses if house}


def cancel_now(request: HttpRequest, actor: Actor, act: Act, form: CancelForm) -> bool:
    """Cancels the act; says on the form why not where it cannot be."""
    data = form.cleaned_data
    notice = Notice(event_on=act.event_on, submission=data["submission"], expected=data["expected"])
    try:
        cancel(actor, notice=notice, act_id=act.pk, reason=data["reason"])
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, f"「{act.get_kind_display()}」を取り消しました。取り消した異動も履歴に残ります。")
    return True


def consequences(actor: Actor, act: Act, expected: dict[int, int]) -> tuple[Preview | None, Refused | None]:
    """What the cancellation would change, or why it cannot be."""
    notice = Notice(event_on=act.event_on, expected=expected)
    try:
        return preview(cancel, actor, notice=notice, act_id=act.pk, reason="確認"), None
    except Refused as refusal:
        return None, refusal


def changes(shown: Preview | None) -> list[dict[str, Any]]:
    """Each household before and after."""
    if shown is None:
        return []
    before = {house.id: house for house in shown.before}
    after = {house.id: house for house in shown.after}
    return [
        {"then": before.get(key), "now": after.get(key), "rows": rows(before.get(key), after.get(key))}
        for key in dict.fromkeys([*before, *after])
    ]
