"""発令: appointing someone, ending an appointment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.foundation.access import queries
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.models import Appointment, Change
from madoguchi.foundation.refusals import Refused

from ..approvals import appoint
from ..forms import AppointmentForm, EndForm, day_after
from ..system import MANAGE
from .screen import actor_of, screen, tell

WAITS = "発令を申請しました。権限が広がるため、二人目が承認すると有効になります。"


@screen(MANAGE)
def appointing(request: HttpRequest, user_id: int) -> HttpResponse:
    """The form of an appointment."""
    actor = actor_of(request)
    user = queries.member(actor, user_id=user_id)
    form = AppointmentForm(request.POST or None, initial={"start": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint(actor, user_id=user_id, **form.wanted())
            messages.success(request, "発令しました。" if made.state == Change.State.APPROVED else WAITS)
            return redirect("staff:person", user_id=user_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "member": user, "title": "発令", "button": "発令する"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@screen(MANAGE)
def ending(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """The form that ends an appointment, or cancels one that has not begun."""
    actor = actor_of(request)
    found = queries.appointment(actor, appointment_id=appointment_id)
    form = EndForm(request.POST or None, initial={"last": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            on = day_after(form.cleaned_data["last"])
            assert on
            ended = end_appointment(actor, appointment_id=appointment_id, on=on, reason=form.cleaned_data["reason"])
            messages.success(request, told(ended))
            return redirect("staff:person", user_id=found.user_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "member": found.user, "about": found, "title": "発令の終わり", "button": "終わりにする"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


def told(appointment: Appointment) -> str:
    """What became of an appointment."""
    cancelled = appointment.state == Change.State.CANCELLED
    return (
        "始まる前の発令を取り消しました。" if cancelled else "終わりの日を記録しました。次の日から権限がなくなります。"
    )
