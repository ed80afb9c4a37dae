"""The one door through which people's data are read for someone: permission, masks and the access log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record_looks

from ..models import Act
from ..snapshots import House
from .houses import homes, houses
from .people import PersonRecord, acts_of, codes_of, person_record, person_records
from .search import Page, Query, search

VIEW = "people.view"
RESIDENT_CODE = "people.item.resident_code"


def visible_to(actor: Actor) -> PeopleView:
    """What this actor may see of people. Raises Forbidden where that is nothing."""
    require(actor, VIEW)
    return PeopleView(actor)


@dataclass(frozen=True)
class PeopleView:
    """Reads of people in the name of an actor. Each record that is shown makes an entry in the access log."""

    actor: Actor

    def search(self, query: Query, *, after: Sequence[object] | None = None, size: int = 20) -> Page:
        """A page of persons found; each one shown is logged."""
        page = search(query, after=after, size=size)
        self.log("people.search", (hit.person_id for hit in page.hits))
        return page

    def person(self, person_id: int, *, on: date | None = None, known_at: datetime | None = None) -> PersonRecord:
        """A person as of two times (today, as known now). Raises Person.DoesNotExist."""
        found = person_record(person_id, on=on or timezone.localdate(), known_at=known_at)
        self.log("people.look", [person_id])
        return found

    def people(
        self, person_ids: Iterable[int], *, on: date | None = None, known_at: datetime | None = None
    ) -> dict[int, PersonRecord]:
        """Persons by id as of two times: one query, and one statement for all their entries in the log.

        Who is not known is left out.
        """
        found = person_records(person_ids, on=on or timezone.localdate(), known_at=known_at)
        self.log("people.look", found)
        return found

    def house(self, household_id: int, *, on: date | None = None, known_at: datetime | None = None) -> House | None:
        """A household as of two times, or None where nobody lived in it."""
        found = houses([household_id], on=on or timezone.localdate(), known_at=known_at).get(household_id)
        if found:
            self.log("people.look", (member.person_id for member in found.members))
        return found

    def house_of(self, person_id: int, *, on: date | None = None, known_at: datetime | None = None) -> House | None:
        """The household of a person as of two times, or None where the person was not a resident."""
        return self.houses_of([person_id], on=on, known_at=known_at).get(person_id)

    def houses_of(
        self, person_ids: Iterable[int], *, on: date | None = None, known_at: datetime | None = None
    ) -> dict[int, House]:
        """Person id → household as of two times, in two queries; who was not a resident is left out."""
        day = on or timezone.localdate()
        home_of = homes(person_ids, on=day, known_at=known_at)
        found = houses(set(home_of.values()), on=day, known_at=known_at)
        self.log("people.look", (member.person_id for house in found.values() for member in house.members))
        return {person_id: found[key] for person_id, key in home_of.items() if key in found}

    def acts(self, person_id: int) -> list[Act]:
        """Every act of a person, the latest record first."""
        self.log("people.look_history", [person_id])
        return acts_of(person_id)

    def codes(self, person_id: int, *, on: date | None = None) -> str:
        """住民票コード: only for those who hold ``people.item.resident_code``. Raises Forbidden."""
        return self.all_codes([person_id], on=on)[person_id]

    def all_codes(self, person_ids: Iterable[int], *, on: date | None = None) -> dict[int, str]:
        """Person id → 住民票コード, in one query; as ``codes`` otherwise. Raises Forbidden."""
        require(self.actor, RESIDENT_CODE)
        found = codes_of(person_ids, on=on or timezone.localdate())
        self.log("people.look_codes", found)
        return found

    def log(self, action: str, person_ids: Iterable[int]) -> None:
        """Adds the look to the access log."""
        record_looks(self.actor, action=action, subjects=[f"person:{person_id}" for person_id in person_ids])
