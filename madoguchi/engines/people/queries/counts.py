"""How many live in the town, and why that changed: numbers only, never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .houses import fetch


@dataclass(frozen=True, order=True)
class Moment:
    """A day, and the moment at which the record is asked about it."""

    on: date
    known_at: datetime


RESIDENTS = """
SELECT m.person_id, m.household_id, m.entry_reason, lower(m.valid) AS since,
       i.sex, i.is_foreign, i.birth_on, d.town, d.lot, d.building
  FROM people_membership m
  JOIN people_identity i ON i.person_id = m.person_id AND i.valid @> %({0}_day)s::date
       AND i.recorded @> %({0}_known)s::timestamptz
  LEFT JOIN people_dwelling d ON d.household_id = m.household_id AND d.valid @> %({0}_day)s::date
       AND d.recorded @> %({0}_known)s::timestamptz
 WHERE m.valid @> %({0}_day)s::date AND m.recorded @> %({0}_known)s::timestamptz
"""
NOW = RESIDENTS.format("now")

CENSUS = f"""
SELECT coalesce(town, '') AS town, sex, is_foreign,
       date_part('year', age(%(now_day)s::date + 1, birth_on))::int AS age, count(*) AS persons
  FROM ({NOW}) r GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""  # noqa: S608 (our own words)

COUNTRIES = f"""
SELECT coalesce(nullif(p.country, ''), '') AS country, r.sex, count(*) AS persons
  FROM ({NOW}) r
  LEFT JOIN people_permit p ON p.person_id = r.person_id AND p.valid @> %(now_day)s::date
       AND p.recorded @> %(now_known)s::timestamptz
 WHERE r.is_foreign GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 (our own words)

HOUSEHOLDS = f"""
SELECT town, size, CASE WHEN foreigners = 0 THEN 'japanese' WHEN foreigners = size THEN 'foreign' ELSE 'mixed' END
       AS kind, count(*) AS households
  FROM (SELECT household_id, coalesce(min(town), '') AS town, count(*) AS size,
               count(*) FILTER (WHERE is_foreign) AS foreigners
          FROM ({NOW}) r GROUP BY household_id) h
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 (our own words)

CHANGES = f"""
WITH before AS MATERIALIZED ({RESIDENTS.format("then")}), after AS MATERIALIZED ({NOW}), both_times AS (
  SELECT coalesce(n.person_id, t.person_id) AS person_id, n.person_id IS NOT NULL AS here,
         t.person_id IS NOT NULL AS was_here, n.entry_reason, n.since, coalesce(n.sex, t.sex) AS sex,
         t.is_foreign AS was_foreign, coalesce(n.is_foreign, t.is_foreign) AS is_foreign,
         (t.town, t.lot, t.building) IS DISTINCT FROM (n.town, n.lot, n.building) AS moved
    FROM before t FULL JOIN after n ON n.person_id = t.person_id
   WHERE t.person_id IS NULL OR n.person_id IS NULL OR t.is_foreign <> n.is_foreign
         OR (t.town, t.lot, t.building) IS DISTINCT FROM (n.town, n.lot, n.building)
), named AS (
  SELECT c.*, r.reason,
         EXISTS (SELECT 1 FROM people_membership e WHERE e.person_id = c.person_id AND lower(e.valid) = c.since
                   AND lower(e.recorded) < %(then_known)s::timestamptz) AS known_before
    FROM both_times c
    LEFT JOIN people_removal r ON NOT c.here AND r.person_id = c.person_id AND r.valid @> %(now_day)s::date
         AND r.recorded @> %(now_known)s::timestamptz
)
SELECT here, was_here, coalesce(entry_reason, '') AS entry_reason, coalesce(reason, '') AS removal_reason,
       here AND NOT was_here AND known_before AS restored, sex, was_foreign, is_foreign, moved, count(*) AS persons
  FROM named GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""  # noqa: S608 (our own words)


def census(moment: Moment) -> list[dict[str, Any]]:
    """Persons by ``town``, ``sex``, ``is_foreign`` and ``age`` (None: birth not known). The age is the one reached by
    the end of the day (年齢計算ニ関スル法律).
    """
    return fetch(CENSUS, now(moment))


def countries(moment: Moment) -> list[dict[str, Any]]:
    """Foreign residents by ``country`` (empty: not recorded) and ``sex``."""
    return fetch(COUNTRIES, now(moment))


def household_counts(moment: Moment) -> list[dict[str, Any]]:
    """Households by ``town``, ``size`` and ``kind``: japanese, foreign, mixed."""
    return fetch(HOUSEHOLDS, now(moment))


def changes(since: Moment, until: Moment) -> list[dict[str, Any]]:
    """How the residents of two moments differ, by the reason that the record gives.

    Each row counts ``persons`` who came (``here``, not ``was_here``), went, changed between Japanese and foreign, or
    ``moved`` within the town. ``restored``: a removal known at the first moment was taken back since.
    """
    then = {"then_day": since.on, "then_known": since.known_at}
    return fetch(CHANGES, {**then, **now(until)})


def now(moment: Moment) -> dict[str, Any]:
    """The parameters of one moment."""
    return {"now_day": moment.on, "now_known": moment.known_at}
