"""The addresses of every door, with objects that exist."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

from .doors import WAGTAIL, Door
from .objects import Values, named, objects, values_for

FIXED: Mapping[str, str] = {"[desk/.*/$]": "/desk/nothing-is-here/"}
"""Name of a door that is a regular expression → an address that it answers."""
ANY = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
ALIASES = {
    "population_portal": "population",
    "looks_portal": "looks",
    "seals_portal": "seals",
    "plan_portal": "plan",
    "comments_portal": "comments",
}
FAR = 7_000_000


class World:
    """Objects in a town, and how a door is filled with them."""

    def __init__(self, town: Town) -> None:
        self.objects = objects(town)

    def address(self, name: str, door: Door) -> str:
        """The address of a door. Raises LookupError that says what is missing and where to add it."""
        if name == WAGTAIL:
            return wagtail(door)
        if door.is_regular_expression:
            if door.name not in FIXED and "|" not in door.route:
                raise LookupError(f"{door.name}: no address; add one to FIXED in tests/matrix/world.py")
            return FIXED.get(door.name) or door.first_word()
        known = values_for(door.name, self.objects.get(ALIASES.get(door.space, door.space), {}))
        if lacking := set(door.parameters) - set(known):
            raise LookupError(
                f"{door.name}: no object for {sorted(lacking)}; add it to tests/matrix/objects/{door.space}.py"
            )
        return door.address(known)


def wagtail(door: Door) -> str:
    """An address of one of Wagtail's closed registers; nothing need be there, for nobody gets in."""
    if door.is_regular_expression:
        return "/desk/pages/1/revisions/compare/live...latest/"
    return door.address({name: ANY[kind] for name, kind in door.parameters.items()})


def foreign(town: Town) -> dict[str, Values]:
    """The same objects in another town, with numbers that nothing here has."""
    with in_town(town):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s)"
                " FROM pg_sequences WHERE schemaname = %s",
                [FAR, town.schema_name],
            )
        return objects(town)


__all__ = ["World", "foreign", "named"]
