"""Whose measure it is."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment

from ..models import Measure, Plan, Survey
from ..system import MANAGE, REPORT


def codes_of(actor: Actor) -> frozenset[str]:
    """The codes of the actor's division and of those above it; none for one without an appointment."""
    seat = Appointment.objects.select_related("division").filter(pk=actor.appointment_id).first()
    return frozenset(seat.division.path) if seat else frozenset()


def answers_for(actor: Actor, measure: Measure) -> bool:
    """Whether the actor may say what became of a measure: its division's staff, and whoever manages plans."""
    if actor.may(MANAGE):
        return True
    return actor.may(REPORT) and belongs(measure, codes_of(actor))


def belongs(measure: Measure, codes: frozenset[str]) -> bool:
    """Whether one of the divisions with these codes answers for a measure."""
    return any(owner.division_code in codes for owner in measure.owners.all())


def surveyed(plan: Plan, year: int) -> bool:
    """Whether what became of a plan's measures in a year is asked by a survey."""
    return Survey.objects.filter(plan=plan, fiscal_year=year).exists()
