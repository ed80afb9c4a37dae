"""Whose measure it is."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment

from ..models import Measure
from ..system import MANAGE, REPORT


def codes_of(actor: Actor) -> frozenset[str]:
    """The codes of the actor's division and of those above it; none for one without an appointment."""
    seat = Appointment.objects.select_related("division").filter(pk=actor.appointment_id).first()
    return frozenset(seat.division.path) if seat else frozenset()


def answers_for(actor: Actor, measure: Measure, codes: frozenset[str] | None = None) -> bool:
    """Whether the actor may say what became of a measure: its division's staff, and whoever manages plans.

    ``codes`` are those of ``codes_of``, for one who asks of many measures.
    """
    if actor.may(MANAGE):
        return True
    mine = codes_of(actor) if codes is None else codes
    return actor.may(REPORT) and any(owner.division_code in mine for owner in measure.owners.all())
