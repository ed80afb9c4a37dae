"""How near the persons whom staff looked at are to those who looked. Names and addresses never leave this module."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from madoguchi.foundation.text import fold_name

from .houses import fetch

FACTS = """
SELECT p.id AS person_id, coalesce(i.family_name, '') AS family, coalesce(i.name, '') AS name,
       m.household_id, coalesce(d.town, '') AS town, coalesce(d.lot, '') AS lot
  FROM people_person p
  LEFT JOIN people_identity i ON i.person_id = p.id AND upper_inf(i.recorded) AND i.valid @> %(day)s::date
  LEFT JOIN people_membership m ON m.person_id = p.id AND upper_inf(m.recorded) AND m.valid @> %(day)s::date
  LEFT JOIN people_dwelling d ON d.household_id = m.household_id AND upper_inf(d.recorded) AND d.valid @> %(day)s::date
 WHERE p.id = ANY(%(ids)s)
"""
BEARERS = """
SELECT i.family_name AS family, count(*) AS bearers
  FROM people_identity i JOIN people_membership m ON m.person_id = i.person_id
   AND upper_inf(m.recorded) AND m.valid @> %(day)s::date
 WHERE i.family_name = ANY(%(families)s) AND upper_inf(i.recorded) AND i.valid @> %(day)s::date
 GROUP BY i.family_name
"""
NUMBER = re.compile(r"[0-9０-９]+")


class Nearness(StrEnum):
    """What a person is to someone who looked; the nearest alone is said."""

    SELF = "self"
    HOUSEHOLD = "household"
    ADDRESS = "address"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    NAMESAKE = "namesake"
    SURNAME = "surname"


@dataclass(frozen=True)
class Onlooker:
    """A member of staff: the name as screens show it (氏　名), and the person that they are, where that is noted."""

    user_id: int
    name: str
    person_id: int | None = None


class Kin(NamedTuple):
    """Someone looked at who is near to the one who looked."""

    user_id: int
    person_id: int
    nearness: Nearness


@dataclass(frozen=True)
class Facts:
    """What is compared of a person."""

    person_id: int
    family: str
    name: str
    household_id: int | None
    town: str
    lot: str

    @property
    def block(self) -> tuple[str, str]:
        """The town and the first number of the lot (番地): neighbours share it."""
        number = NUMBER.search(self.lot)
        return (self.town, number[0]) if self.town and number else ("", "")


def kinship(looks: Iterable[tuple[int, int]], staff: Collection[Onlooker], *, on: date, common: int) -> list[Kin]:
    """Of pairs of a member of staff and a person looked at, those who are near to each other; three queries at most.

    ``common``: a family name that more residents bear says nothing by itself.
    """
    pairs = list(dict.fromkeys(looks))
    own = {each.person_id for each in staff if each.person_id}
    facts = facts_of({person for _, person in pairs} | own, on)
    by_id = {each.user_id: each for each in staff}
    names = {fold(each.name): each for each in staff}
    found = [
        Kin(user, person, near)
        for user, person in pairs
        if user in by_id and person in facts and (near := nearness(by_id[user], facts[person], facts, by_id, names))
    ]
    frequent = frequent_names(
        {facts[kin.person_id].family for kin in found if kin.nearness is Nearness.SURNAME}, on, common
    )
    return [kin for kin in found if kin.nearness is not Nearness.SURNAME or facts[kin.person_id].family not in frequent]


def nearness(
    onlooker: Onlooker,
    seen: Facts,
    facts: Mapping[int, Facts],
    staff: Mapping[int, Onlooker],
    names: Mapping[str, Onlooker],
) -> Nearness | None:
    """What a person is to one member of staff."""
    own = facts.get(onlooker.person_id or 0)
    if own is not None and (near := nearness_of(own, seen)):
        return near
    if any(each.person_id == seen.person_id for each in staff.values() if each.user_id != onlooker.user_id):
        return Nearness.COLLEAGUE
    same = names.get(fold(seen.name)) if seen.name else None
    if same is not None and same.person_id is None:
        return Nearness.NAMESAKE
    family = onlooker.name.partition("　")[0]
    return Nearness.SURNAME if seen.family and fold(seen.family) == fold(family) else None


def nearness_of(own: Facts, seen: Facts) -> Nearness | None:
    """What a person is to another whose own record is known."""
    if own.person_id == seen.person_id:
        return Nearness.SELF
    if own.household_id is not None and own.household_id == seen.household_id:
        return Nearness.HOUSEHOLD
    if own.lot and (own.town, own.lot) == (seen.town, seen.lot):
        return Nearness.ADDRESS
    return Nearness.NEIGHBOUR if own.block[0] and own.block == seen.block else None


def facts_of(ids: Collection[int], on: date) -> dict[int, Facts]:
    """Person id → what is compared, in one query."""
    rows = fetch(FACTS, {"ids": list(ids), "day": on}) if ids else []
    return {row["person_id"]: Facts(**row) for row in rows}


def frequent_names(families: Collection[str], on: date, common: int) -> set[str]:
    """Those of the family names that more residents bear than ``common``."""
    rows = fetch(BEARERS, {"families": list(families), "day": on}) if families else []
    return {row["family"] for row in rows if row["bearers"] > common}


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name without spaces and variants (渡邉 and 渡辺 are one)."""
    return fold_name(name.replace("　", "").replace(" ", ""))
