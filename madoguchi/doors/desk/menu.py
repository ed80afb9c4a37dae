"""The desk's menu, from the manifests: what the actor may open, in the manifests' order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.actor import permissions_of
from madoguchi.foundation.access.rules import STAFF
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
    covers: tuple[str, ...] = ()
    current: bool = False


def entries(actor: Actor, path: str = "") -> list[Entry]:
    """The entries for an actor; ``path`` is the page that is open."""
    common = permissions_of([STAFF]) | {""}
    found = [entry(system, item, common) for system, item in items() if is_for(item, actor)]
    shown = sorted((each for each in found if each.url), key=lambda each: (each.order, each.label))
    here = at(shown, path)
    return [replace(each, current=True) if each is here else each for each in shown]


def at(shown: Sequence[Entry], path: str) -> Entry | None:
    """The entry to which a page belongs: the one that covers it, else the one of the longest address above it."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    covering = next((each for each in shown if name in each.covers), None)
    above = [each for each in shown if path.startswith(each.url)]
    return covering or max(above, key=lambda each: len(each.url), default=None)


def is_for(item: MenuItem, actor: Actor) -> bool:
    """True where an entry is shown to an actor."""
    return actor.may(item.permission) if item.permission else actor.appointment_id is not None


def items() -> Iterator[tuple[System, MenuItem]]:
    """Every menu item of every system."""
    return ((system, item) for system in systems() for item in system.menu)


def entry(system: System, item: MenuItem, common: frozenset[str]) -> Entry:
    """An item with its address; without one where the system brings no screen of that name. One whose permission is
    ``common`` to all staff is of no division."""
    try:
        url = reverse(item.url_name)
    except NoReverseMatch:
        url = ""
    division = EVERYONE if item.permission in common or not system.divisions else system.divisions[0]
    return Entry(item.label, url, item.icon, item.order, division, item.covers)
