"""What is to be written together: rows that already know their ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from django.db import connection, models

from ...models import (
    Act,
    Contact,
    Dwelling,
    Household,
    Identity,
    IndividualNumber,
    Membership,
    Permit,
    Person,
    PersonKind,
    Removal,
    ResidentCode,
)
from .rows import Rows, period

BLOCK = 1000
NUMBERS: dict[type[models.Model], str] = {Person: "people_person_number", Household: "people_household_number"}
Table = Literal[
    "identity", "membership", "dwelling", "permit", "removal", "resident_code", "individual_number", "contact"
]
VERSIONS: dict[Table, type[models.Model]] = {
    "identity": Identity,
    "membership": Membership,
    "dwelling": Dwelling,
    "permit": Permit,
    "removal": Removal,
    "resident_code": ResidentCode,
    "individual_number": IndividualNumber,
    "contact": Contact,
}
RESERVE = "SELECT nextval(%s::regclass) FROM generate_series(1, %s)"


class Batch:
    """Rows for acts, persons, households and their versions.

    Make it inside the town, also when it is written later. Ids and numbers come from the sequences of the tables, in
    blocks; what is never written leaves gaps, no doubles. A version names the acts that opened and closed it: its
    recorded period is theirs. Only persons and households of the same batch may be named.
    """

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], Rows] = {model: Rows(model) for model in (Act, Person, Household)}
        self.rows |= {model: Rows(model, without=("id",)) for model in VERSIONS.values()}
        self.recorded: dict[int, datetime] = {}
        self.person_ids: set[int] = set()
        self.household_ids: set[int] = set()
        self.highest: dict[type[models.Model], int] = {Person: 0, Household: 0}
        self.sources: dict[str, Iterator[int]] = {}

    def act(self, kind: str, event_on: date, recorded_at: datetime, **columns: Any) -> int:
        """An act; gives its id. ``columns``: others of ``Act``; ``submission`` is made where it is not given."""
        act_id = self.next_id(Act)
        self.recorded[act_id] = recorded_at
        values = {
            "kind": kind,
            "event_on": event_on,
            "recorded_at": recorded_at,
            "submission": columns.get("submission") or uuid4(),
            **columns,
        }
        self.rows[Act].add({"id": str(act_id)}, values)
        return act_id

    def person(self, number: int | None = None, kind: str = PersonKind.RESIDENT) -> int:
        """A person with a new 宛名番号, or with the one given; gives the id."""
        person_id = self.entity(Person, number, kind=kind)
        self.person_ids.add(person_id)
        return person_id

    def household(self, number: int | None = None, revision: int = 0) -> int:
        """A household with a new 世帯番号, or with the one given; gives the id."""
        household_id = self.entity(Household, number, revision=revision)
        self.household_ids.add(household_id)
        return household_id

    def put(
        self,
        table: Table,
        *,
        opened_by: int,
        since: date | None,
        until: date | None = None,
        closed_by: int | None = None,
        **columns: Any,
    ) -> None:
        """A fact that holds ``[since, until)``, known from its opening act until its closing one (None: still).

        ``columns`` are those of the table, by the names of ``models.versions``; a 個人番号 is given as ``value`` and
        sealed here. Raises KeyError for an act,
        person, household or column that is not there.
        """
        if columns.get("person_id", 0) not in self.person_ids and "person_id" in columns:
            raise KeyError(f"person {columns['person_id']} is not of this batch")
        if table == "individual_number":
            columns |= IndividualNumber.columns(columns["person_id"], columns.pop("value"))
        if columns.get("household_id", 0) not in self.household_ids and "household_id" in columns:
            raise KeyError(f"household {columns['household_id']} is not of this batch")
        end = None if closed_by is None else self.recorded[closed_by]
        written = {
            "valid": period(since, until),
            "recorded": period(self.recorded[opened_by], end),
            "opened_by_id": str(opened_by),
        }
        self.rows[VERSIONS[table]].add(
            written, columns if closed_by is None else {**columns, "closed_by_id": closed_by}
        )

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def entity(self, model: type[Person] | type[Household], number: int | None, **columns: Any) -> int:
        """A row of a table of entities."""
        key = self.next_id(model)
        if number is None:
            number = self.take(NUMBERS[model])
        else:
            self.highest[model] = max(number, self.highest[model])
        self.rows[model].add({"id": str(key)}, {"number": number, **columns})
        return key

    def next_id(self, model: type[Act] | type[Person] | type[Household]) -> int:
        """The next id of a table."""
        return self.take(f"{model._meta.db_table}_id_seq")

    def take(self, sequence: str) -> int:
        """The next number of a sequence, out of a block."""
        for value in self.sources.get(sequence, iter(())):
            return value
        self.sources[sequence] = iter(reserve(sequence, BLOCK))
        return next(self.sources[sequence])


def reserve(sequence: str, count: int) -> list[int]:
    """Takes numbers from a sequence of the town; nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [sequence, count])
        return [row[0] for row in cursor.fetchall()]
