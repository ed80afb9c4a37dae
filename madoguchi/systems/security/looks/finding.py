"""Finding unusual looks of a day: each question is one statement over its entries, and may be asked again.

What is found is listed, not judged: a head asks, and writes down what they found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Onlooker, kinship
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.queries import (
    Look,
    Rush,
    in_emergency,
    looks_between,
    outside_hours,
    returning,
    rushes,
)
from madoguchi.foundation.calendar import OfficeCalendar

from .law import figure, hours
from .models import Kind, StaffPerson, SweptDay, Unusual, Watched

FARTHEST = 31
IDLE = ("people.held",)
SAME = ("looks", "first", "last")


@dataclass(frozen=True)
class Day:
    """A day in Japan, as moments."""

    date: date

    @property
    def begin(self) -> datetime:
        """Midnight at its beginning."""
        return timezone.make_aware(datetime.combine(self.date, time()))

    @property
    def end(self) -> datetime:
        """Midnight at its end."""
        return Day(self.date + timedelta(days=1)).begin


def sweep(today: date) -> list[date]:
    """Goes through every day before today that was not gone through, a month back at most; gives those days."""
    last = SweptDay.objects.order_by("-day").values_list("day", flat=True).first()
    yesterday = today - timedelta(days=1)
    begin = max(last + timedelta(days=1), today - timedelta(days=FARTHEST)) if last else yesterday
    days = [begin + timedelta(days=number) for number in range((yesterday - begin).days + 1)]
    for day in days:
        with transaction.atomic():
            find(day)
            SweptDay.objects.get_or_create(day=day)
    return days


def find(on: date) -> int:
    """Lists the unusual looks of a day; gives how many there are. What a head has written down stays."""
    day = Day(on)
    rows = {(row.kind, row.user_id, row.person_id): row for row in found(day)}
    Unusual.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["day", "kind", "user_id", "person"],
        update_fields=list(SAME),
    )
    return len(rows)


def found(day: Day) -> Iterator[Unusual]:
    """What is unusual about a day."""
    looks = looks_between(day.begin, day.end)
    yield from near_ones(looks, day)
    yield from watched_ones(looks, day)
    yield from crowds(
        Kind.MASS_HOUR, rushes("hour", day.begin, day.end, more_than=figure("persons_per_hour", day.date)), day
    )
    yield from crowds(
        Kind.MASS_DAY, rushes("day", day.begin, day.end, more_than=figure("persons_per_day", day.date)), day
    )
    yield from crowds(Kind.CLOSED, late_ones(day), day)
    yield from crowds(Kind.EMERGENCY, in_emergency(day.begin, day.end), day)
    yield from (listed(Kind.RETURNING, look, day) for look in idle_ones(day))


def near_ones(looks: Iterable[Look], day: Day) -> Iterator[Unusual]:
    """Looks at oneself, family, neighbours, colleagues and those of the same name."""
    by_pair = {(look.user_id, look.person_id): look for look in looks}
    staff = onlookers(day.date)
    for kin in kinship(by_pair, staff, on=day.date, common=figure("common_surname", day.date)):
        yield listed(Kind(kin.nearness.value), by_pair[kin.user_id, kin.person_id], day)


def onlookers(on: date) -> list[Onlooker]:
    """All staff, and who they are where they told it."""
    own = dict(StaffPerson.objects.filter(since__lte=on, until=None).values_list("user_id", "person_id"))
    return [Onlooker(pk, name, own.get(pk)) for pk, name in User.objects.order_by("pk").values_list("pk", "name")]


def watched_ones(looks: Iterable[Look], day: Day) -> Iterator[Unusual]:
    """Looks at persons of whom many are curious."""
    rows = Watched.objects.filter(since__lte=day.date).exclude(until__lt=day.date)
    watched = set(rows.values_list("person_id", flat=True))
    return (listed(Kind.WATCHED, look, day) for look in looks if look.person_id in watched)


def late_ones(day: Day) -> list[Rush]:
    """Looks at night, and on days on which the office is closed."""
    opens, closes = hours(day.date)
    closed = not OfficeCalendar().is_open(day.date)
    return outside_hours(day.begin, day.end, opens=opens, closes=closes, closed=closed)


def idle_ones(day: Day) -> list[Look]:
    """Someone's record opened on several days, and nothing done for them; listed once in that time."""
    since = Day(day.date - timedelta(days=figure("returning_span", day.date)))
    rows = returning(since.begin, day.begin, day.end, days=figure("returning_days", day.date), idle=IDLE)
    listed_before = Unusual.objects.filter(kind=Kind.RETURNING, day__gte=since.date, day__lt=day.date)
    known = set(listed_before.values_list("user_id", "person_id"))
    return [row for row in rows if (row.user_id, row.person_id) not in known]


def crowds(kind: Kind, rows: Iterable[Rush], day: Day) -> Iterator[Unusual]:
    """Many persons at once; of several hours of one day the fullest."""
    fullest: dict[int, Rush] = {}
    for row in rows:
        if row.user_id not in fullest or row.persons > fullest[row.user_id].persons:
            fullest[row.user_id] = row
    for row in fullest.values():
        yield Unusual(
            day=day.date, kind=kind, user_id=row.user_id, division=row.division, looks=row.persons, first=row.first,
            last=row.last,
        )  # fmt: skip


def listed(kind: Kind, look: Look, day: Day) -> Unusual:
    """A look at one person."""
    return Unusual(
        day=day.date, kind=kind, user_id=look.user_id, division=look.division, person_id=look.person_id,
        looks=look.times, first=look.first, last=look.last,
    )  # fmt: skip
