"""What was begun and not ended, as after a crash: finished or made void."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit

from ..models import PaperRequest, State, Voiding
from ..models.papers import BEGUN
from .setting import set_paper

PATIENCE = timedelta(minutes=2)
LEFT = "交付されないまま日が変わったため、取りやめました。"


def sweep(actor: Actor, *, now: datetime | None = None) -> dict[str, int]:
    """Sets papers whose setting was cut short, and ends what nobody came for by the end of its day. Nothing is charged.

    Done twice it comes to the same. Gives how many were set, failed and made void.
    """
    moment = now or timezone.now()
    done = {"set": 0, "failed": 0, "void": 0}
    begun = PaperRequest.objects.filter(state__in=BEGUN, requested_at__lt=moment - PATIENCE)
    for request in begun.order_by("pk"):
        outcome = sweep_one(actor, request, moment)
        if outcome:
            done[outcome] += 1
    return done


def sweep_one(actor: Actor, request: PaperRequest, moment: datetime) -> str:
    """Ends or goes on with one request; says which, "" where it may wait."""
    if timezone.localdate(request.requested_at) < timezone.localdate(moment):
        return "void" if give_up(actor, request) else ""
    if request.state != State.REQUESTED:
        return ""
    try:
        set_paper(actor, request)
    except Refused:
        return "failed"
    return "set"


def give_up(actor: Actor, request: PaperRequest) -> bool:
    """Makes a request void unless it has ended meanwhile."""
    with transaction.atomic():
        held = PaperRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk, state__in=BEGUN).first()
        if held is None:
            return False
        now = timezone.now()
        Voiding.objects.create(request=held, reason=LEFT, voided_at=now, user_id=actor.user_id, voider=str(actor))
        held.state, held.ended_at = State.VOID, now
        held.save(update_fields=["state", "ended_at"])
        audit(actor, action="papers.sweep", subject=f"paper:{held.pk}", detail={"serial": held.serial})
    return True
