"""The second person: what waits, and its decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.foundation.access import queries
from madoguchi.foundation.access.actions.deciding import decide_appointment, decide_grant, take_back
from madoguchi.foundation.access.errors import Refused

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
    approve, comment = sent(request)
    return settled(
        request,
        lambda: decide_appointment(
            actor_of(request), appointment_id=appointment_id, approve=approve, comment=comment
        ).get_state_display(),
    )


@require_POST
@screen(APPROVE)
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Decides a grant."""
    approve, comment = sent(request)
    return settled(
        request,
        lambda: decide_grant(
            actor_of(request), grant_id=grant_id, approve=approve, comment=comment
        ).get_state_display(),
    )


@require_POST
@screen(MANAGE)
def take_back_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Takes back an appointment that one asked for."""
    actor = actor_of(request)
    change = queries.appointment(actor, appointment_id=appointment_id)
    return settled(request, lambda: take_back(actor, change=change).get_state_display())


@require_POST
@screen(MANAGE)
def take_back_grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Takes back a grant that one asked for."""
    actor = actor_of(request)
    change = queries.grant(actor, grant_id=grant_id)
    return settled(request, lambda: take_back(actor, change=change).get_state_display())


def sent(request: HttpRequest) -> tuple[bool, str]:
    """The decision that was sent: approved or not, and the opinion."""
    return request.POST.get("decision") == "approve", request.POST.get("comment", "")[:300]


def settled(request: HttpRequest, decide: Callable[[], str]) -> HttpResponse:
    """Does it and goes back to what waits; says what became of it."""
    try:
        messages.success(request, f"「{decide()}」として記録しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:approvals")
