"""Holding closed figures against the record, which keeps what was known when they were closed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from madoguchi.engines.people.api import Moment, changes

from .actions import count
from .models import ClosedDay
from .rules import changes_of, digest_of, sums_of


def differing() -> list[date]:
    """The closed days whose figures are not what the record gives for them, the oldest first."""
    found, previous = [], None
    for closed in ClosedDay.objects.order_by("day").iterator(chunk_size=20):
        if not holds(closed, previous):
            found.append(closed.day)
        previous = closed
    return found


def holds(closed: ClosedDay, previous: ClosedDay | None) -> bool:
    """Whether breakdowns, sums, fingerprint and changes of a day are what the record gives."""
    moment = Moment(closed.day, closed.known_at)
    tables = count(moment)
    written = {key: getattr(closed, key) for key in asdict(sums_of(tables))}
    same = tables == closed.tables and digest_of(tables) == closed.digest and written == asdict(sums_of(tables))
    return same and (previous is None or changes_hold(closed, previous))


def changes_hold(closed: ClosedDay, previous: ClosedDay) -> bool:
    """Whether the changes are those between the two days."""
    given = changes_of(changes(Moment(previous.day, previous.known_at), Moment(closed.day, closed.known_at)))
    rows = closed.changes.values_list("cause", "sex", "is_foreign", "persons")
    return sorted(rows) == sorted((each.cause, each.sex, each.is_foreign, each.persons) for each in given)
