"""The routes of a town, dated: ``towns/<schema>/approvals.yaml``, else the engine's own, which are 仮."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madoguchi.foundation.parameters import Parameters, load
from madoguchi.foundation.towns.current import current_schema
from madoguchi.foundation.towns.data import TOWNS

from .rules import Route, Rung

OWN = Path(__file__).parent / "parameters" / "routes.yaml"


@dataclass(frozen=True)
class Rulebook:
    """The routes in force on a day, with the rule they come from. ``provisional``: 仮, which screens must say."""

    routes: tuple[Route, ...]
    article: str
    provisional: bool


def rulebook(day: date, town: str = "") -> Rulebook:
    """The routes of a town (its schema; the present one where none is given) on a day. Raises NoValueError."""
    entry = route_table(town or current_schema()).entry_at(day)
    value: Any = entry.value
    return Rulebook(tuple(route_of(each) for each in value), entry.article, entry.provisional)


def route_table(town: str) -> Parameters:
    """The routes of a town through time."""
    path = TOWNS / town / "approvals.yaml"
    return load(path if path.is_file() else OWN)


def route_of(said: Any) -> Route:
    """A route as the file says it. Raises TypeError for an unknown key."""
    plain = {name: value for name, value in said.items() if name != "steps"}
    return Route(**plain, rungs=tuple(Rung(**step) for step in said["steps"]))
