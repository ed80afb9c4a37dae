"""Invented absences and deputies: a trip, a day of training, leave to come; who stands in for a head."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from madoguchi.engines.organisation.api import Absence, Place, enter_absence, set_deputy
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.towns.models import Town

EARLY, LATE = time(0, 0), time(23, 59)
AWAY = (
    ("kakari", 0, 0, Absence.Kind.TRAINING),
    ("kazei", 0, 1, Absence.Kind.TRIP),
    ("gakko", 0, 0, Absence.Kind.MEETING),
    ("mado2", 1, 3, Absence.Kind.LEAVE),
    ("zei", 0, 0, Absence.Kind.TRIP),
)
"""Member of staff, first and last day from today, kind; each town has some of them."""


def fill(town: Town, scale: int) -> None:
    """Some absences around today, and a deputy of the head of the residents' counter."""
    for username, first, last, kind in AWAY:
        if user := User.objects.filter(username=username).first():
            enter_absence(SYSTEM_ACTOR, user_id=user.pk, start=at(first, EARLY), end=at(last, LATE), kind=kind)
    stand_in("kacho", "kakari", 1)
    stand_in("kacho", "mado2", 2)


def at(days: int, hour: time) -> datetime:
    """A time so many days from today."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), hour))


def stand_in(username: str, deputy: str, order: int) -> None:
    """Lets one stand in for the post of another, from this month on."""
    today = timezone.localdate()
    seats = Appointment.objects.on(today).filter(is_main=True).select_related("division")
    whom, who = seats.filter(user__username=username).first(), seats.filter(user__username=deputy).first()
    if whom and who:
        division: Division = whom.division
        set_deputy(
            SYSTEM_ACTOR,
            of=Place(division_id=division.pk, post=whom.post),
            by=Place(appointment_id=who.pk),
            order=order,
            start=today.replace(day=1),
        )
