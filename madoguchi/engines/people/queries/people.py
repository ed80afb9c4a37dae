"""One person: facts as of two times, and the acts that made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404

from ..models import (
    Act,
    Contact,
    Dwelling,
    Household,
    Identity,
    Membership,
    Permit,
    Person,
    Removal,
    ResidentCode,
)
from .acts import LINKS, PERSON_TABLES
from .houses import fetch, known_sql
from .rows import columns_of, reader


class NotThere(Person.DoesNotExist, Http404):
    """There is no such person, or none for this actor: the two must look the same, and be a page not found."""


@dataclass(frozen=True)
class PersonRecord:
    """A person as of two times. Where a fact did not hold, it is None. ``withheld``: items that the reader may not see;
    what they hold is empty here.
    """

    person: Person
    on: date
    known_at: datetime | None
    identity: Identity | None
    membership: Membership | None
    dwelling: Dwelling | None
    permit: Permit | None
    removal: Removal | None
    contact: Contact | None
    household: Household | None = None
    withheld: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name to show: 通称 does not replace it."""
        return self.identity.name if self.identity else ""

    @property
    def is_resident(self) -> bool:
        """True when the person lived in the town on the day."""
        return self.membership is not None


PARTS: dict[str, tuple[type[Any], str]] = {
    "person": (Person, ""),
    "identity": (Identity, "person_id = person.id"),
    "membership": (Membership, "person_id = person.id"),
    "permit": (Permit, "person_id = person.id"),
    "removal": (Removal, "person_id = person.id"),
    "contact": (Contact, "person_id = person.id"),
    "household": (Household, "id = membership.household_id"),
    "dwelling": (Dwelling, "household_id = membership.household_id"),
}


def person_record(person_id: int, *, on: date, known_at: datetime | None = None) -> PersonRecord:
    """A person as of two times, in one query. Raises Person.DoesNotExist."""
    found = person_records([person_id], on=on, known_at=known_at).get(person_id)
    if found is None:
        raise NotThere
    return found


def person_records(ids: Iterable[int], *, on: date, known_at: datetime | None = None) -> dict[int, PersonRecord]:
    """Person id → the person as of two times, in the order asked for and in one query; who is not known is left out."""
    wanted = list(dict.fromkeys(ids))
    rows = fetch(record_sql(known_at), {"ids": wanted, "day": on, "known_at": known_at})
    readers = {name: reader(model, name) for name, (model, _) in PARTS.items()}
    found = {row["person__id"]: {name: read(row) for name, read in readers.items()} for row in rows}
    return {key: PersonRecord(on=on, known_at=known_at, **found[key]) for key in wanted if key in found}


def record_sql(known_at: datetime | None) -> str:
    """A row for each person with every fact; the database holds that there is at most one of each."""
    columns = ", ".join(columns_of(model, name) for name, (model, _) in PARTS.items())
    joins = " ".join(join_sql(name, known_at) for name in PARTS if name != "person")
    return f"SELECT {columns} FROM people_person person {joins} WHERE person.id = ANY(%(ids)s)"  # noqa: S608 (our names)


def join_sql(name: str, known_at: datetime | None) -> str:
    """The join of one table, as of two times where it keeps them."""
    model, on = PARTS[name]
    then = "" if model is Household else f" AND {name}.valid @> %(day)s::date AND {known_sql(name, known_at)}"
    return f"LEFT JOIN {model._meta.db_table} {name} ON {name}.{on}{then}"


ACT_IDS = """
SELECT DISTINCT person_id, act_id FROM (
  {tables}
  UNION ALL SELECT m.person_id, d.opened_by_id FROM people_dwelling d JOIN people_membership m
         ON m.household_id = d.household_id AND m.valid && d.valid WHERE m.person_id = ANY(%(ids)s)
  UNION ALL SELECT m.person_id, d.closed_by_id FROM people_dwelling d JOIN people_membership m
         ON m.household_id = d.household_id AND m.valid && d.valid WHERE m.person_id = ANY(%(ids)s)
) acts WHERE act_id IS NOT NULL
"""


def acts_of(person_id: int) -> list[Act]:
    """Every act that wrote or superseded a fact of the person, and its cancellation, the latest record first."""
    return acts_of_all([person_id])[person_id]


def acts_of_all(person_ids: Iterable[int]) -> dict[int, list[Act]]:
    """Person id → as ``acts_of``, in two queries."""
    wanted = list(person_ids)
    parts = [
        f"SELECT person_id, {column} AS act_id FROM {table} WHERE person_id = ANY(%(ids)s)"  # noqa: S608  (our tables)
        for table in PERSON_TABLES
        for column in LINKS
    ]
    found: dict[int, set[int]] = {person_id: set() for person_id in wanted}
    for row in fetch(ACT_IDS.format(tables="\n  UNION ALL ".join(parts)), {"ids": wanted}):
        found[row["person_id"]].add(row["act_id"])
    everything = {act_id for ids in found.values() for act_id in ids}
    rows = Act.objects.filter(Q(pk__in=everything) | Q(cancels__in=everything))
    acts = list(rows.select_related("cancels", "cancelled_by").order_by("-recorded_at", "-pk"))
    return {key: [act for act in acts if act.pk in ids or act.cancels_id in ids] for key, ids in found.items()}


def codes_of(ids: Iterable[int], *, on: date) -> dict[int, str]:
    """Person id → 住民票コード on a day, in one query; empty where there is none."""
    wanted = list(dict.fromkeys(ids))
    codes = dict(ResidentCode.versions.as_of(on).filter(person__in=wanted).values_list("person", "value"))
    return {key: codes.get(key, "") for key in wanted}
