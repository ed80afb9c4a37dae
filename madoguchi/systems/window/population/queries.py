"""Reads of closed figures. Nothing is counted here: what is shown was closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from .models import ClosedChange, ClosedDay


def latest(day: date | None = None) -> ClosedDay | None:
    """The last closed day, or the last one on or before a day."""
    days = ClosedDay.objects.all() if day is None else ClosedDay.objects.filter(day__lte=day)
    return days.order_by("-day").first()


def series(days: Iterable[date]) -> list[ClosedDay]:
    """The sums of these days, those that are closed, in order; the breakdowns stay in the database."""
    return list(ClosedDay.objects.filter(day__in=list(days)).defer("tables").order_by("day"))


def changes_between(after: date, until: date) -> QuerySet[ClosedChange, dict[str, Any]]:
    """Persons by day closed, cause, sex and nationality, of the days in ``(after, until]``."""
    found = ClosedChange.objects.filter(closed_day__day__gt=after, closed_day__day__lte=until)
    return (
        found.values("closed_day__day", "cause", "is_foreign").annotate(sum=Sum("persons")).order_by("closed_day__day")
    )


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_ends(first: date, count: int) -> list[date]:
    """The ends of so many months from the month of ``first`` on."""
    found = [month_end(first)]
    while len(found) < count:
        found.append(month_end(found[-1] + timedelta(days=1)))
    return found
