"""Objects of others: addresses that name what is not one's own, and must lead nowhere."""

from __future__ import annotations

from string import Formatter
from typing import Any

from madoguchi.foundation.towns.models import Town

from .doors import PART, Door, rows_needed
from .objects import Values, constants, named, objects, values_for
from .world import ALIASES, foreign

UNKNOWING = ("clerk", "viewer")
COLUMNS = ("other_town", "mixed", *(f"guarded_{role}" for role in UNKNOWING))
"""``other_town``: objects of another town. ``mixed``: objects that do not belong together. ``guarded_…``: a
protected person (支援措置), or something of theirs, for a role that must not see them."""
DOORS = {name: doors[0] for name, doors in rows_needed().items()}


def rows_wanted() -> list[str]:
    """Names of the rows: every URL with an identifier, and every address with one in its query."""
    with_identifier = [name for name, door in DOORS.items() if door.identifiers and not name.startswith("wagtail")]
    return sorted([*with_identifier, *constants("QUERIES")])


def values_of(town: Town, other_town: Town) -> dict[str, dict[str, Values]]:
    """Kind → name of a row (or name space) → values."""
    return {
        "other_town": foreign(other_town),
        "own": objects(town),
        "mixed": named("mixed", town),
        "guarded": named("guarded", town),
    }


def addresses(name: str, values: dict[str, dict[str, Values]]) -> dict[str, str]:
    """Kind → address, for the kinds that a row can have."""
    found = {"mixed": filled(name, values["mixed"][name])} if name in values["mixed"] else {}
    if name in values["guarded"]:
        found |= {f"guarded_{role}": filled(name, values["guarded"][name]) for role in UNKNOWING}
    space = name.rpartition(":")[0]
    space = ALIASES.get(space, space)
    own, foreign_ones = values_for(name, values["own"][space]), values_for(name, values["other_town"][space])
    return {"other_town": filled(name, {**own, **numbers(foreign_ones)}), **found}


def numbers(values: Values) -> Values:
    """Those of the values that name objects by a number."""
    return {name: value for name, value in values.items() if isinstance(value, int)}


def filled(name: str, values: dict[str, Any]) -> str:
    """The address of a row with these values; a number that is no object is the first."""
    door: Door | None = DOORS.get(name)
    return door.address({"sheet": 1, **values}) if door else constants("QUERIES")[name].format(**values)


def names_in(name: str) -> set[str]:
    """The parameters of a row's address."""
    door = DOORS.get(name)
    if door:
        return {part.group(2) for part in PART.finditer(door.route)}
    return {field for _, field, _, _ in Formatter().parse(constants("QUERIES")[name]) if field}
