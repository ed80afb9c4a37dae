"""Which of the house's indicators measures which indicator of a plan: the town's data.

``towns/<schema>/plan/measured.yaml`` is a list of ``{plan: r8_r9, indicator: 1-2-1, measured: alerts.subscribers}``.
A town without the file measures none of them, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml
from django.db import connection

from madoguchi.engines.indicators.api import indicators
from madoguchi.foundation.towns.data import TOWNS

Measured = Mapping[str, str]
"""Code of the plan's indicator → code of the house's."""


def measured_in(plan_code: str) -> Measured:
    """What the present town measures of a plan."""
    return {
        indicator: code
        for (plan, indicator), code in town_data(connection.schema_name).items()  # type: ignore[attr-defined]
        if plan == plan_code
    }


def is_in_unit(code: str, unit: str) -> bool:
    """Whether one of the house's indicators is there and counts in this unit; what counts in another is another."""
    found = indicators().get(code)
    return found is not None and found.unit == unit


@cache
def town_data(schema: str) -> Mapping[tuple[str, str], str]:
    """The whole file of a town."""
    path = TOWNS / schema / "plan" / "measured.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else ()
    return {(each["plan"], each["indicator"]): each["measured"] for each in entries or ()}
