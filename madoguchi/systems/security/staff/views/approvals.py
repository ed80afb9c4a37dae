"""The second person: what waits, and its decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import decide_about, withdraw_about
from madoguchi.foundation.access import queries
from madoguchi.foundation.access.models import Appointment, Grant
from madoguchi.foundation.refusals import Refused

from ..rights import coming, purpose_names, right_name
from ..system import APPROVE, MANAGE
from .screen import actor_of, screen


@screen()
def approvals(request: HttpRequest) -> HttpResponse:
    """Everything that waits, with the rights that each would bring."""
    actor = actor_of(request)
    seats, rows = queries.waiting(actor)
    context = {
        "seats": [(seat, coming(seat)) for seat in seats],
        "grants": [(row, right_name(row.right), purpose_names(row.purposes)) for row in rows],
        "roles": {role.code: role.name for role in queries.roles(actor)},
        "me": actor.user_id,
        "may_decide": actor.may(APPROVE),
        "tab": "approvals",
    }
    return render(request, "staff/approvals.html", context)


@require_POST
@screen(APPROVE)
def appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Decides an appointment."""
    return decide(request, Appointment.objects.get(pk=appointment_id))


@require_POST
@screen(APPROVE)
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Decides a grant."""
    return decide(request, Grant.objects.get(pk=grant_id))


def decide(request: HttpRequest, change: Appointment | Grant) -> HttpResponse:
    """The second person's decision on a change."""
    agree, comment = request.POST.get("decision") == "approve", request.POST.get("comment", "")[:300]
    return settled(request, change, lambda: decide_about(actor_of(request), change, agree=agree, comment=comment))


@require_POST
@screen(MANAGE)
def take_back_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Takes back an appointment that one asked for."""
    actor = actor_of(request)
    change = queries.appointment(actor, appointment_id=appointment_id)
    return settled(request, change, lambda: withdraw_about(actor, change))


@require_POST
@screen(MANAGE)
def take_back_grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Takes back a grant that one asked for."""
    actor = actor_of(request)
    change = queries.grant(actor, grant_id=grant_id)
    return settled(request, change, lambda: withdraw_about(actor, change))


def settled(request: HttpRequest, change: Appointment | Grant, settle: Callable[[], None]) -> HttpResponse:
    """Does it and goes back to what waits; says what became of it."""
    try:
        settle()
        change.refresh_from_db()
        messages.success(request, f"「{change.get_state_display()}」として記録しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:approvals")
