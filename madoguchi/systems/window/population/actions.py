"""Closing days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.engines.people.api import Moment, Refused, census, changes, countries, household_counts
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from .models import ClosedChange, ClosedDay
from .queries import latest
from .rules import Tables, changes_of, digest_of, due_days, sums_of, tables_of
from .system import CLOSE

SETTLING = timedelta(minutes=10)
"""After midnight so long nothing is closed: an act that began before it may still be on its way."""


def close_due(actor: Actor, *, now: datetime | None = None, tell: Callable[[int, int], None] | None = None) -> int:
    """Closes every day that has ended and is not closed yet; gives their number. Calling it again closes none.

    Raises Forbidden.
    """
    moment = (now or timezone.now()) - SETTLING
    last = ClosedDay.objects.order_by("-day").values_list("day", flat=True).first()
    days = due_days(last, timezone.localdate(moment) - timedelta(days=1))
    for number, day in enumerate(days, start=1):
        close(actor, day=day)
        if tell:
            tell(number, len(days))
    return len(days)


def close(actor: Actor, *, day: date) -> ClosedDay:
    """Closes one day with what was recorded by its end; a day that is closed already is given back as it is.

    Raises Forbidden, Refused (the day has not ended; a later day is closed already).
    """
    require(actor, CLOSE)
    end = end_of(day)
    if end + SETTLING > timezone.now():
        raise Refused("まだ終わっていない日は締められません。")
    try:
        with transaction.atomic():
            previous = latest()
            if previous and previous.day >= day:
                return closed_already(day)
            return write(actor, Moment(day, end), previous)
    except IntegrityError:
        # Another process closed a day in the same moment: each day follows one other, so only one of them stands.
        return closed_already(day)


def closed_already(day: date) -> ClosedDay:
    """The figures of a day that stands. Raises Refused where a later day is closed and this one never was."""
    found = ClosedDay.objects.filter(day=day).first()
    if found is None:
        raise Refused("この日より後の日を既に締めています。締めた数字の前に日を足すことはできません。")
    return found


def write(actor: Actor, moment: Moment, previous: ClosedDay | None) -> ClosedDay:
    """Counts and writes one day, in the caller's transaction."""
    tables = count(moment)
    closed = ClosedDay.objects.create(
        day=moment.on, previous=previous, known_at=moment.known_at, tables=tables, digest=digest_of(tables),
        closer=str(actor), **asdict(sums_of(tables)),
    )  # fmt: skip
    if previous:
        found = changes_of(changes(Moment(previous.day, previous.known_at), moment))
        ClosedChange.objects.bulk_create([ClosedChange(closed_day=closed, **asdict(change)) for change in found])
    audit(actor, action="population.close", subject=f"day:{moment.on}")
    return closed


def count(moment: Moment) -> Tables:
    """The breakdowns as of a moment, counted anew from the record."""
    return tables_of(census(moment), countries(moment), household_counts(moment))


def end_of(day: date) -> datetime:
    """The midnight with which a day ends, in Japan."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
