"""Invented numbers in today's queue."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from .actions.tickets import next_number
from .models import Purpose, Ticket

WAITING = (
    (Purpose.MOVE_WITHIN, False, 12),
    (Purpose.MOVE_IN, False, 9),
    (Purpose.CERTIFICATE, False, 6),
    (Purpose.BIRTH, True, 4),
    (Purpose.DEATH, True, 2),
    (Purpose.OTHER, False, 1),
)


def fill(town: object, scale: int) -> None:
    """A few people wait today. ``town`` and ``scale`` do not matter; a day that has numbers is left alone."""
    now = timezone.now()
    day = timezone.localdate(now)
    if Ticket.objects.filter(day=day).exists():
        return
    Ticket.objects.bulk_create(
        Ticket(day=day, number=next_number(day), purpose=purpose, booked=booked, issued_at=now - timedelta(minutes=ago))
        for purpose, booked, ago in WAITING
    )
