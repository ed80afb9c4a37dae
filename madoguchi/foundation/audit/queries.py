"""Reads of the audit trail. Whoever calls them asks for the permission first; names are never in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from .models import Entry, Stamp, Token

# What counts as a look is a record that was opened: a page of hits shows twenty persons of whom one was asked for.
SEARCHED = ("people.search",)


class Look(NamedTuple):
    """A member of staff who looked at a person within a time: how often, and the first and last entry."""

    user_id: int
    division: str
    person_id: int
    times: int
    first: int
    last: int


class Rush(NamedTuple):
    """How many persons' records a member of staff opened within one hour or day."""

    user_id: int
    division: str
    since: datetime
    persons: int
    first: int
    last: int


def about(subject: str, *, before: int | None = None) -> QuerySet[Entry]:
    """Entries about a subject, the latest first; those before an entry where one is given."""
    return older(Entry.objects.filter(subject=subject), before)


def by(user_id: int, since: datetime, until: datetime, *, before: int | None = None) -> QuerySet[Entry]:
    """Entries of a member of staff within ``[since, until)``, the latest first."""
    return older(Entry.objects.filter(user_id=user_id, at__gte=since, at__lt=until), before)


def older(rows: QuerySet[Entry], before: int | None) -> QuerySet[Entry]:
    """In the order of the pages, those after a cursor."""
    return (rows.filter(pk__lt=before) if before else rows).order_by("-pk")


LOOKS = """
SELECT user_id, max(division), substr(subject, 8)::bigint, count(*), min(id), max(id) FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL
   AND starts_with(subject, 'person:') AND starts_with(action, 'people.look')
 GROUP BY user_id, subject
"""


def looks_between(since: datetime, until: datetime) -> list[Look]:
    """Who opened whose record within ``[since, until)``."""
    return [Look(*row) for row in rows_of(LOOKS, since=since, until=until)]


URGENT = """
SELECT user_id, max(division), date_trunc('day', at, %(zone)s), count(DISTINCT subject), min(id), max(id)
  FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL AND emergency <> ''
   AND starts_with(subject, 'person:') AND starts_with(action, 'people.look')
 GROUP BY 1, 3
"""


def in_emergency(since: datetime, until: datetime) -> list[Rush]:
    """Who opened records with rights by break-glass access within ``[since, until)``."""
    return [Rush(*row) for row in rows_of(URGENT, since=since, until=until, zone=settings.TIME_ZONE)]


RUSHES = """
SELECT user_id, max(division), date_trunc(%(unit)s, at, %(zone)s) AS begin, count(DISTINCT subject), min(id), max(id)
  FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL
   AND starts_with(subject, 'person:') AND starts_with(action, 'people.look')
 GROUP BY user_id, begin HAVING count(DISTINCT subject) > %(more_than)s
"""


def rushes(unit: str, since: datetime, until: datetime, *, more_than: int) -> list[Rush]:
    """Who opened more than so many records within one ``hour`` or ``day`` of ``[since, until)``."""
    values = {"unit": unit, "since": since, "until": until, "more_than": more_than, "zone": settings.TIME_ZONE}
    return [Rush(*row) for row in rows_of(RUSHES, **values)]


OUTSIDE = """
SELECT user_id, max(division), date_trunc('day', at, %(zone)s), count(DISTINCT subject), min(id), max(id)
  FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL
   AND starts_with(subject, 'person:') AND starts_with(action, 'people.look')
   AND (%(closed)s OR (at AT TIME ZONE %(zone)s)::time < %(opens)s OR (at AT TIME ZONE %(zone)s)::time >= %(closes)s)
 GROUP BY 1, 3
"""


def outside_hours(since: datetime, until: datetime, *, opens: Any, closes: Any, closed: bool) -> list[Rush]:
    """Who opened records of one day outside ``[opens, closes)``, or at all where the day is ``closed``."""
    values = {"since": since, "until": until, "opens": opens, "closes": closes, "closed": closed}
    return [Rush(*row) for row in rows_of(OUTSIDE, zone=settings.TIME_ZONE, **values)]


RETURNING = """
WITH looked AS (
  SELECT user_id, max(division) AS division, substr(subject, 8)::bigint AS person_id, count(*) AS count,
         count(DISTINCT (at AT TIME ZONE %(zone)s)::date) AS days, min(id) AS first, max(id) AS last, max(at) AS at
    FROM audit_entry
   WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL
     AND starts_with(subject, 'person:') AND starts_with(action, 'people.look')
   GROUP BY user_id, subject HAVING count(DISTINCT (at AT TIME ZONE %(zone)s)::date) >= %(days)s AND max(at) >= %(day)s
), done AS (
  SELECT DISTINCT user_id, person::bigint AS person_id
    FROM audit_entry, LATERAL (
         SELECT jsonb_array_elements_text(detail -> 'persons') WHERE jsonb_typeof(detail -> 'persons') = 'array'
         UNION ALL SELECT substr(subject, 8) WHERE starts_with(subject, 'person:')) touched (person)
   WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL
     AND NOT starts_with(action, 'people.look') AND action <> ALL(%(idle)s)
)
SELECT user_id, division, person_id, count, first, last FROM looked
 WHERE NOT EXISTS (SELECT FROM done WHERE done.user_id = looked.user_id AND done.person_id = looked.person_id)
"""


def returning(since: datetime, day: datetime, until: datetime, *, days: int, idle: Sequence[str]) -> list[Look]:
    """Who opened a person's record on so many days since ``since``, last in ``[day, until)``, and did nothing for them.

    ``idle`` are actions that count as nothing done: a search, a refusal.
    """
    values = {"since": since, "day": day, "until": until, "days": days, "idle": [*SEARCHED, *idle]}
    return [Look(*row) for row in rows_of(RETURNING, zone=settings.TIME_ZONE, **values)]


HOURS = """
SELECT date_part('hour', at AT TIME ZONE %(zone)s)::int AS hour, count(*) FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id = %(user_id)s AND starts_with(subject, 'person:')
   AND starts_with(action, 'people.look')
 GROUP BY 1
"""
DAYS = """
SELECT (at AT TIME ZONE %(zone)s)::date AS day, count(*) FROM audit_entry
 WHERE at >= %(since)s AND at < %(until)s AND user_id IS NOT NULL AND starts_with(subject, 'person:')
   AND starts_with(action, 'people.look') AND (%(user_id)s IS NULL OR user_id = %(user_id)s)
 GROUP BY 1
"""


def looks_by_hour(user_id: int, since: datetime, until: datetime) -> dict[int, int]:
    """Hour of the day → how many records a member of staff opened."""
    return dict(rows_of(HOURS, user_id=user_id, since=since, until=until, zone=settings.TIME_ZONE))


def looks_by_day(since: datetime, until: datetime, user_id: int | None = None) -> dict[Any, int]:
    """Day → how many records were opened, by one member of staff or by all."""
    return dict(rows_of(DAYS, since=since, until=until, user_id=user_id, zone=settings.TIME_ZONE))


class State(NamedTuple):
    """How the trail stands: the last stamp, the last that an authority confirmed, and how many wait for one."""

    stamp: Stamp | None
    token: Token | None
    waiting: int


def state() -> State:
    """How the trail stands, in three queries."""
    token = Token.objects.select_related("stamp").order_by("-stamp_id").first()
    return State(Stamp.objects.order_by("-pk").first(), token, Stamp.objects.filter(token=None).count())


def rows_of(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
