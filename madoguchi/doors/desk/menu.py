"""The desk's menu, from the manifests: what the actor may open, in the manifests' order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import MenuItem, System, systems

EVERYONE = "全庁"


@dataclass(frozen=True)
class Entry:
    """One entry of the menu as it is shown."""

    label: str
    url: str
    icon: str
    order: int
    division: str
    current: bool = False


def entries(actor: Actor, path: str = "") -> list[Entry]:
    """The entries for an actor; ``path`` is the page that is open."""
    found = [entry(system, item) for system, item in items() if is_for(item, actor)]
    here = max((each.url for each in found if each.url and path.startswith(each.url)), key=len, default="")
    marked = [replace(each, current=True) if each.url == here else each for each in found if each.url]
    return sorted(marked, key=lambda each: (each.order, each.label))


def is_for(item: MenuItem, actor: Actor) -> bool:
    """True where an entry is shown to an actor."""
    return actor.may(item.permission) if item.permission else actor.appointment_id is not None


def items() -> Iterator[tuple[System, MenuItem]]:
    """Every menu item of every system."""
    return ((system, item) for system in systems() for item in system.menu)


def entry(system: System, item: MenuItem) -> Entry:
    """An item with its address; without one where the system brings no screen of that name."""
    try:
        url = reverse(item.url_name)
    except NoReverseMatch:
        url = ""
    division = system.divisions[0] if system.divisions and item.permission else EVERYONE
    return Entry(item.label, url, item.icon, item.order, division)
