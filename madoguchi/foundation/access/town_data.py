"""Divisions, roles, purposes and first grants of a town, from ``towns/<schema>/access.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from madoguchi.foundation.towns.data import TOWNS

DEFAULTS = Path(__file__).with_name("defaults.yaml")


@dataclass(frozen=True, kw_only=True)
class DivisionData:
    """A division of the file: ``path`` holds the codes from the top down to its own; ``since`` None: from ever."""

    code: str
    name: str
    path: tuple[str, ...]
    order: int
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class NamedData:
    """A role or a purpose of the file."""

    code: str
    name: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class GrantData:
    """A grant with which a town begins. ``role`` and ``division`` are codes."""

    right: str
    reason: str
    role: str = ""
    division: str = ""
    effect: str = "allow"
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccessData:
    """All that the file says. Parents stand before their children."""

    divisions: tuple[DivisionData, ...] = ()
    roles: tuple[NamedData, ...] = ()
    purposes: tuple[NamedData, ...] = ()
    grants: tuple[GrantData, ...] = field(default=())


def read_access(schema: str, towns: Path = TOWNS) -> AccessData:
    """The data of one town; what the file leaves out comes from the house's own roles and purposes.

    Raises TypeError for an unknown key.
    """
    path = towns / schema / "access.yaml"
    said = {**load(DEFAULTS), **(load(path) if path.is_file() else {})}
    return AccessData(
        divisions=tuple(flat(said.get("divisions", ()), ())),
        roles=tuple(NamedData(**entry) for entry in said["roles"]),
        purposes=tuple(NamedData(**entry) for entry in said["purposes"]),
        grants=tuple(GrantData(**{**entry, "purposes": tuple(entry.get("purposes", ()))}) for entry in said["grants"]),
    )


def load(path: Path) -> dict[str, Any]:
    """A YAML file."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})


def flat(entries: Any, above: tuple[str, ...]) -> Iterator[DivisionData]:
    """Every division of a tree, parents first."""
    for order, entry in enumerate(entries, start=1):
        path = (*above, str(entry["code"]))
        yield DivisionData(code=path[-1], name=entry["name"], path=path, order=order * 10, since=entry.get("since"))
        yield from flat(entry.get("under", ()), path)
