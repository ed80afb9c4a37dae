"""Procedures of a town: those that systems declare, and those that the town's data announces."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .discovery import systems
from .manifest import Procedure

TOWNS = Path(__file__).resolve().parents[3] / "towns"
TUPLES = ("events", "bring", "keywords", "life_events", "channels")


def procedures(town: str) -> tuple[Procedure, ...]:
    """Every procedure of the town with schema name ``town``; a system's own declaration wins over the town's."""
    declared = {procedure.code: procedure for system in systems() for procedure in system.procedures}
    announced = {procedure.code: procedure for procedure in town_procedures(town)}
    return tuple({**announced, **declared}.values())


@cache
def town_procedures(town: str) -> tuple[Procedure, ...]:
    """``towns/<town>/procedures.yaml``, empty where the town has none."""
    path = TOWNS / town / "procedures.yaml"
    if not path.is_file():
        return ()
    return tuple(read_procedure(entry) for entry in yaml.safe_load(path.read_text()) or ())


def read_procedure(entry: dict[str, Any]) -> Procedure:
    """A procedure from its YAML entry. Raises TypeError for an unknown or missing key."""
    lists = {key: tuple(entry[key]) for key in TUPLES if key in entry}
    return Procedure(**{**entry, **lists, "system": False})
