"""Whom a certificate is about, as the form of a request shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from madoguchi.engines.people.api import House, PeopleView, PersonRecord

from .models import Kind

HERE = (Kind.HOUSEHOLD, Kind.PERSON, Kind.STATEMENT)


@dataclass(frozen=True)
class Subject:
    """A person, their household on the day that the certificates speak of, and which certificates there can be."""

    person_id: int
    name: str
    house: House | None
    kinds: tuple[Kind, ...]
    is_resident: bool

    @property
    def members(self) -> list[tuple[int, str]]:
        """Id and name of everyone in the household."""
        return [(member.person_id, member.name) for member in self.house.members] if self.house else []


def subject_of(view: PeopleView, person_id: int) -> Subject:
    """The person of a request. Raises Person.DoesNotExist, Forbidden."""
    record = view.person(person_id)
    house = view.house_of(person_id)
    if house is None and record.removal:
        house = view.house_of(person_id, on=record.removal.valid.lower - timedelta(days=1))
    member = house.member(person_id) if house else None
    name = record.name or (member.name if member else "")
    return Subject(person_id, name, house, kinds_for(record), record.is_resident)


def kinds_for(record: PersonRecord) -> tuple[Kind, ...]:
    """The certificates that the record can give: of a resident, of one who is leaving, of one who is gone."""
    stay, removal = record.membership, record.removal
    leaving = (stay is not None and stay.valid.upper is not None) or (
        removal is not None and removal.reason == "move_out"
    )
    here = HERE if record.is_resident else ()
    gone = (Kind.REMOVED,) if removal is not None and not record.is_resident else ()
    return (*here, *gone, *((Kind.MOVING_OUT,) if leaving else ()))
