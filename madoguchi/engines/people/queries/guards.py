"""Who is guarded: protected or held persons, and everyone who shares a household with one, now or as planned.

These statements are the truth; ``SearchKey.guarded`` is their copy for the indexes of the search. None of them asks
of a case what day it is: protection ends when a person ends it. The day only tells which households are present or
planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from .houses import fetch

SHIELDED = """
SELECT g.person_id FROM people_protectedperson g JOIN people_protectioncase c ON c.id = g.case_id
 WHERE g.removed_on IS NULL AND c.ended_on IS NULL
UNION ALL SELECT h.person_id FROM people_hold h WHERE h.lifted_at IS NULL"""
"""Persons who are protected or held themselves."""

LIVES = "upper_inf({0}.recorded) AND {0}.valid && daterange(%(day)s::date, NULL)"
"""A membership that holds today or later."""

HOUSE = f"""EXISTS (SELECT 1 FROM people_membership s
   WHERE s.household_id = {{house}} AND {LIVES.format("s")} AND s.person_id IN ({SHIELDED}))"""  # noqa: S608
PERSON = f"""({{person}} IN ({SHIELDED}) OR EXISTS (
  SELECT 1 FROM people_membership w JOIN people_membership s ON s.household_id = w.household_id
   WHERE w.person_id = {{person}} AND {LIVES.format("w")} AND {LIVES.format("s")} AND s.person_id IN ({SHIELDED})))"""  # noqa: S608


def house_is_guarded(column: str) -> str:
    """SQL: someone protected or held lives, or will live, in the household of a column. Parameter: ``day``."""
    return HOUSE.format(house=column)


def person_is_guarded(column: str) -> str:
    """SQL: the person of a column is guarded. Parameter: ``day``."""
    return PERSON.format(person=column)


GUARDED_SETS = f"""
shielded AS MATERIALIZED ({SHIELDED}),
guarded_households AS MATERIALIZED (
  SELECT DISTINCT s.household_id FROM people_membership s JOIN shielded ON shielded.person_id = s.person_id
   WHERE {LIVES.format("s")}),
guarded_persons AS MATERIALIZED (
  SELECT person_id FROM shielded
  UNION SELECT w.person_id FROM people_membership w JOIN guarded_households g ON g.household_id = w.household_id
   WHERE {LIVES.format("w")})"""  # noqa: S608
"""For ``WITH``: all guarded households and persons at once, for statements over everyone. Parameter: ``day``."""

WHICH = f"""
SELECT 'person' AS what, g.person_id AS id FROM ({SHIELDED}) g WHERE g.person_id = ANY(%(persons)s)
UNION
SELECT 'person', m.person_id FROM people_membership m JOIN people_membership o ON o.household_id = m.household_id
 WHERE m.person_id = ANY(%(persons)s) AND {LIVES.format("m")} AND {LIVES.format("o")} AND o.person_id IN ({SHIELDED})
UNION
SELECT 'house', o.household_id FROM people_membership o
 WHERE o.household_id = ANY(%(houses)s) AND {LIVES.format("o")} AND o.person_id IN ({SHIELDED})
"""  # noqa: S608 (our own names)


@dataclass(frozen=True)
class Guarded:
    """Those of the persons and households asked about that are guarded."""

    persons: frozenset[int] = field(default_factory=frozenset)
    households: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.persons or self.households)


def guarded(persons: Iterable[int], households: Iterable[int] = (), *, day: date | None = None) -> Guarded:
    """Who of these is guarded on a day (today); one query, none where nothing is asked."""
    people, houses = list(set(persons)), list(set(households))
    if not people and not houses:
        return Guarded()
    rows = fetch(WHICH, {"persons": people, "houses": houses, "day": day or timezone.localdate()})
    return Guarded(
        frozenset(row["id"] for row in rows if row["what"] == "person"),
        frozenset(row["id"] for row in rows if row["what"] == "house"),
    )


SINCE = """
SELECT DISTINCT m.person_id FROM people_membership m
 WHERE m.household_id = ANY(%(houses)s) AND upper_inf(m.recorded) AND m.valid && daterange(%(since)s::date, NULL)
"""


def lived_since(households: Iterable[int], since: date) -> set[int]:
    """Who lived in these households on a day or later: whom an act from that day on would touch."""
    houses = list(set(households))
    return {row["person_id"] for row in fetch(SINCE, {"houses": houses, "since": since})} if houses else set()


UNTIL = f"""
SELECT m.person_id, min(edge) AS due_on
  FROM people_membership m JOIN people_membership o ON o.household_id = m.household_id AND {LIVES.format("o")},
       LATERAL (VALUES (lower(o.valid)), (upper(o.valid))) v(edge)
 WHERE m.person_id = ANY(%(persons)s) AND {LIVES.format("m")} AND o.person_id IN ({SHIELDED}) AND edge > %(day)s::date
 GROUP BY 1
"""  # noqa: S608


def guarded_until(persons: Iterable[int], *, day: date) -> dict[int, date]:
    """Person id → the next day on which a guarding household changes by itself, as planned."""
    return {row["person_id"]: row["due_on"] for row in fetch(UNTIL, {"persons": list(persons), "day": day})}


DRAWN = """
SELECT DISTINCT m.person_id FROM people_membership m
 WHERE m.household_id = ANY(%(houses)s) AND EXISTS (
       SELECT 1 FROM people_membership o JOIN people_searchkey k ON k.person_id = o.person_id
        WHERE o.household_id = ANY(%(houses)s) AND k.guarded)
"""


def drawn_along(households: Iterable[int]) -> set[int]:
    """Who ever lived in these households, where anyone of them is or was guarded: their search keys must follow."""
    houses = list(set(households))
    return {row["person_id"] for row in fetch(DRAWN, {"houses": houses})} if houses else set()


HOMES_OF = f"""
SELECT DISTINCT m.person_id FROM people_membership m
 WHERE m.household_id IN (SELECT w.household_id FROM people_membership w
                           WHERE w.person_id = ANY(%(persons)s) AND {LIVES.format("w")})
"""  # noqa: S608


def housemates(persons: Iterable[int], *, day: date) -> set[int]:
    """Who ever lived in the present and planned households of these persons."""
    return {row["person_id"] for row in fetch(HOMES_OF, {"persons": list(persons), "day": day})}
