"""Households as they are kept with a case: JSON of ``House`` and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from madoguchi.engines.people.api import Address, House, Member

DAYS = ("birth_on", "since", "until", "resident_since", "settled_on")


def pictured(houses: Iterable[House]) -> list[dict[str, Any]]:
    """Households for a JSON column."""
    return [
        {
            "id": house.id,
            "number": house.number,
            "revision": house.revision,
            "address": house.address.as_json(),
            "members": [member_json(member) for member in house.members],
        }
        for house in houses
    ]


def member_json(member: Member) -> dict[str, Any]:
    """A member with dates as ISO text."""
    values = asdict(member)
    return values | {key: values[key].isoformat() for key in DAYS if values[key]} | {"relation": list(member.relation)}


def houses_of(pictures: Iterable[dict[str, Any]]) -> tuple[House, ...]:
    """Households from a JSON column."""
    return tuple(
        House(
            id=picture["id"],
            number=picture["number"],
            revision=picture["revision"],
            address=Address.from_json(picture["address"]),
            members=tuple(member_of(values) for values in picture["members"]),
        )
        for picture in pictures
    )


def member_of(values: dict[str, Any]) -> Member:
    """A member from JSON."""
    days = {key: date.fromisoformat(values[key]) if values[key] else None for key in DAYS}
    return Member(**{**values, **days, "relation": tuple(values["relation"])})
