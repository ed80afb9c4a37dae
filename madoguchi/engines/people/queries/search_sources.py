"""What search keys are made from: every name a person has or had, and where and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from madoguchi.foundation.text import bigrams

from .guards import guarded, guarded_until
from .houses import fetch

PLACE_SIGN = "@"
"""Begins a term that stands in the address. Folding leaves no such sign in a name."""

SOURCES = """
SELECT p.id,
       EXISTS (SELECT 1 FROM people_membership m
                WHERE m.person_id = p.id AND upper_inf(m.recorded) AND m.valid @> %(day)s::date) AS present,
       names.names, names.kanas, names.romaji, names.birth_on,
       coalesce(d.town || d.lot || d.building,
                concat(c.address->>'prefecture', c.address->>'city', c.address->>'town', c.address->>'lot',
                c.address->>'building')
               ) AS place,
       coalesce(c.phone, '') AS phone, d.household_id AS home,
       (SELECT min(edge) FROM people_membership m, LATERAL (VALUES (lower(m.valid)), (upper(m.valid))) v(edge)
         WHERE m.person_id = p.id AND upper_inf(m.recorded) AND edge > %(day)s::date) AS due_on
  FROM people_person p
  CROSS JOIN LATERAL (
       SELECT array_agg(n) FILTER (WHERE n <> '') AS names, array_agg(k) FILTER (WHERE k <> '') AS kanas,
              array_agg(i.name_romaji) FILTER (WHERE i.name_romaji <> '') AS romaji,
              (array_agg(i.birth_on))[1] AS birth_on
         FROM (SELECT * FROM people_identity WHERE person_id = p.id AND upper_inf(recorded)
                ORDER BY upper(valid) DESC NULLS FIRST) i,
              LATERAL (VALUES (i.name, i.name_kana), (i.alias, i.alias_kana),
                       (CASE WHEN i.former_family_name <> '' THEN i.former_family_name || i.given_name ELSE '' END,
                        CASE WHEN i.former_family_kana <> '' THEN i.former_family_kana || i.given_kana ELSE '' END))
                        v(n, k)
  ) names
  LEFT JOIN people_contact c ON c.person_id = p.id AND upper_inf(c.recorded) AND c.valid @> %(day)s::date
  LEFT JOIN LATERAL (
       SELECT d.town, d.lot, d.building, d.household_id
         FROM people_membership m
         JOIN people_dwelling d ON d.household_id = m.household_id AND upper_inf(d.recorded) AND d.valid && m.valid
        WHERE m.person_id = p.id AND upper_inf(m.recorded)
        ORDER BY upper(m.valid) DESC NULLS FIRST, upper(d.valid) DESC NULLS FIRST LIMIT 1
  ) d ON true
 WHERE p.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Source:
    """One person as the search knows them; the present name comes first. ``due_on``: when ``present`` or ``guarded``
    changes next. ``guarded``: kept from those who may not see guarded persons.
    """

    person_id: int
    present: bool
    names: tuple[str, ...]
    kanas: tuple[str, ...]
    romaji: tuple[str, ...]
    birth_on: date | None
    place: str
    phone: str
    due_on: date | None
    guarded: bool


def sources(person_ids: Iterable[int], day: date) -> list[Source]:
    """The sources of the search keys of these persons, as the record stands now.

    Who has left a household in which someone guarded lives is not found by its address any more.
    """
    rows = fetch(SOURCES, {"ids": list(person_ids), "day": day})
    found = guarded((row["id"] for row in rows), (row["home"] for row in rows if row["home"]), day=day)
    until = guarded_until(found.persons, day=day) if found.persons else {}
    return [
        Source(
            person_id=row["id"],
            present=row["present"],
            names=tuple(row["names"] or ()),
            kanas=tuple(row["kanas"] or ()),
            romaji=tuple(row["romaji"] or ()),
            birth_on=row["birth_on"],
            place="" if row["home"] in found.households and row["id"] not in found.persons else row["place"],
            phone=row["phone"],
            due_on=min(filter(None, (row["due_on"], until.get(row["id"]))), default=None),
            guarded=row["id"] in found.persons,
        )
        for row in rows
    ]


def place_terms(folded: str) -> list[str]:
    """The terms of a folded address: its bigrams, without those of digits, which lead nowhere."""
    return [PLACE_SIGN + pair for pair in bigrams(folded) if len(pair) > 1 and not re.search("[0-9]", pair)]
