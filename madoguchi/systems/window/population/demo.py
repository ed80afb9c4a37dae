"""Invented history: the ends of the last months, closed as they would have been."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.models import Town

from .actions import close, close_due
from .queries import month_end

MONTHS = 25


def fill(town: Town, scale: int) -> None:
    """Closes the ends of two years of months, and the days of this one. The record of the invented city goes back."""
    for day in month_ends(timezone.localdate(), MONTHS):
        close(SYSTEM_ACTOR, day=day)
    close_due(SYSTEM_ACTOR)


def month_ends(day: date, count: int) -> list[date]:
    """The ends of so many whole months before a day, the oldest first."""
    found = [month_end(day.replace(day=1) - timedelta(days=1))]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found[::-1]
