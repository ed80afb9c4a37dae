"""How a town gathers comments: ``towns/<schema>/comments.yaml``, the town's own data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml
from django.db import connection

from madoguchi.foundation.towns.data import TOWNS


@dataclass(frozen=True, kw_only=True)
class Custom:
    """``least_days``: shorter periods give a reason. ``basis``: the town's own rule; 仮 where we have not read it."""

    ask_contact: bool = False
    least_days: int = 30
    basis: str = ""
    provisional: bool = True


def custom() -> Custom:
    """That of the present town."""
    return custom_of(connection.schema_name)  # type: ignore[attr-defined]


@cache
def custom_of(schema: str) -> Custom:
    """That of a town; the defaults where it has no file."""
    path = TOWNS / schema / "comments.yaml"
    return Custom(**yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else Custom()
