"""不在: one's own, and those of the members of staff that one leads."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.engines.organisation.api import (
    Refused,
    coming_absences,
    covers,
    end_absence,
    enter_absence,
    led_by,
    led_people,
)

from ..forms import AbsenceForm, office_hours
from ..system import LEAD, MANAGE
from .chart import tabs
from .screen import actor_of, screen, tell, user_id_of

FIELDS = {"start": "start_day", "end": "end_day"}


@require_http_methods(["GET", "HEAD", "POST"])
@screen()
def absences(request: HttpRequest) -> HttpResponse:
    """The absences that have not ended, in whose place one may decide now, and the form of a new one."""
    actor, me, now = actor_of(request), user_id_of(request), timezone.now()
    people = people_of(request)
    form = AbsenceForm(request.POST or None, me=me, people=people, by_number=actor.may(MANAGE), initial=office_hours())
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_absence(actor, **form.wanted())
            messages.success(request, f"{made.user.name}さんの不在を入れました。")
            return redirect("organisation:absences")
        except Refused as refusal:
            tell(form, refusal, **FIELDS)
    context = {
        "form": form,
        "mine": coming_absences([me], now),
        "theirs": coming_absences([key for key in people if key != me], now),
        "people": people,
        "covers": covers(me, now),
        "now": now,
        "tab": "absences",
        **tabs(request),
    }
    return render(request, "organisation/absences.html", context, status=422 if form.errors else 200)


def people_of(request: HttpRequest) -> dict[int, str]:
    """The members of staff whose absences one sees and enters, by name; everyone for who manages access."""
    actor, today = actor_of(request), timezone.localdate()
    if actor.may(MANAGE):
        return led_people("", today)
    code = led_by(actor) if actor.may(LEAD) else ""
    return led_people(code, today) if code else {}


@require_POST
@screen()
def ending(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Ends an absence now, or cancels one that has not begun."""
    try:
        ended = end_absence(actor_of(request), absence_id=absence_id)
        messages.success(request, "不在を取り消しました。" if ended.cancelled else "不在を終えました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organisation:absences")
