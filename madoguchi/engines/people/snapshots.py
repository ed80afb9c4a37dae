"""The record as values: what queries give out and rules reason about. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

HEAD = ("02",)


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address, in or outside the town, or abroad (``country``)."""

    prefecture: str = ""
    city: str = ""
    town: str = ""
    lot: str = ""
    building: str = ""
    postal_code: str = ""
    lg_code: str = ""
    town_code: str = ""
    country: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any] | None) -> Self:
        """From a JSON column; unknown keys are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in (values or {}).items() if key in known})

    def as_json(self) -> dict[str, str]:
        """For a JSON column: only what is filled."""
        return {key: value for key, value in vars(self).items() if value}

    @property
    def in_town(self) -> str:
        """As it is written inside the town: 大日9812番地6　コーポ101."""
        return "　".join(part for part in (f"{self.town}{self.lot}", self.building) if part)

    def __str__(self) -> str:
        whole = f"{self.country}{self.prefecture}{self.city}{self.town}{self.lot}"
        return "　".join(part for part in (whole, self.building) if part)

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person in a household on a day. ``since`` and ``until`` bound the membership (None: open)."""

    person_id: int
    number: int
    name: str
    kana: str
    birth_on: date | None
    sex: str
    is_foreign: bool
    relation: tuple[str, ...]
    relation_text: str
    is_head: bool
    position: int
    since: date | None
    until: date | None
    resident_since: date | None = None
    settled_on: date | None = None
    birth_text: str = ""
    alias: str = ""


@dataclass(frozen=True, kw_only=True)
class House:
    """A household on a day: its address, its members in the order of the record, and the revision that was read."""

    id: int
    number: int
    revision: int
    address: Address
    members: tuple[Member, ...]

    @property
    def head(self) -> Member | None:
        """The head (世帯主)."""
        return next((member for member in self.members if member.is_head), None)

    def member(self, person_id: int) -> Member | None:
        """The member with this person id."""
        return next((member for member in self.members if member.person_id == person_id), None)

    def without(self, person_ids: set[int] | frozenset[int]) -> tuple[Member, ...]:
        """The members who remain when these persons leave."""
        return tuple(member for member in self.members if member.person_id not in person_ids)


@dataclass(frozen=True, kw_only=True)
class PermitView:
    """What of a person's 在留情報 a clerk must judge."""

    name: str
    status: str
    article30_45: str
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Someone known already who looks like a newcomer (``name``). ``held``: whom a supervisor serves; nothing more is
    told of them.
    """

    name: str
    person_id: int
    number: int
    held: bool = False
