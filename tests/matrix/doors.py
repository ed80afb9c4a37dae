"""The doors of the house, read from the URL configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLResolver, get_resolver

from madoguchi.doors.desk.middleware import is_closed

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
REGEX = re.compile(r"[\\()*+?|\[\]$]")
IDENTIFIERS = {"int", "uuid"}
HASH = "sha256"
WAGTAIL = "wagtail (closed)"
"""The one row that stands for all of Wagtail's registers that are closed."""


@dataclass(frozen=True)
class Door:
    """One URL pattern. ``name`` has its name space; a pattern without a name is called by its route in brackets."""

    name: str
    route: str

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Parameter → converter."""
        return {name: kind or "str" for kind, name in PART.findall(self.route)}

    @property
    def space(self) -> str:
        """The name space; "" for none."""
        return self.name.rpartition(":")[0]

    @property
    def identifiers(self) -> list[str]:
        """The parameters that name an object."""
        return [name for name, kind in self.parameters.items() if kind in IDENTIFIERS or name == HASH]

    @property
    def is_regular_expression(self) -> bool:
        """True where no address can be made from the route alone."""
        return bool(REGEX.search(PART.sub("", self.route)))

    def first_word(self) -> str:
        """An address that a regular expression answers which begins with a list of words: that of the first word."""
        return "/" + self.route.partition("|")[0].replace("(?:", "") + "/"

    def address(self, values: dict[str, object]) -> str:
        """The address with these values. Raises KeyError for one that is missing."""
        return "/" + PART.sub(lambda part: str(values[part.group(2)]), self.route)


def doors() -> list[Door]:
    """Every pattern of the URL configuration; addresses in other languages are those of the first."""
    return list(found_in(get_resolver(), "", ""))


def found_in(resolver: URLResolver, before: str, space: str) -> Iterator[Door]:
    """The doors below a resolver."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from found_in(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield Door(f"{space}{pattern.name}" if pattern.name else nameless(route), route)


def nameless(route: str) -> str:
    """What a pattern without a name is called: its route in brackets; of a list of words only the first."""
    head, bar, _ = route.partition("|")
    return f"[{head}|…]" if bar else f"[{route}]"


def rows_needed() -> dict[str, list[Door]]:
    """Name of a row → its doors: one for each name, and one for all of Wagtail's closed registers."""
    found: dict[str, list[Door]] = {}
    for door in doors():
        found.setdefault(WAGTAIL if is_closed(door.name) else door.name, []).append(door)
    return found
