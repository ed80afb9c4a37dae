"""Which of the house's indicators measures what of a plan: the town's data.

``towns/<schema>/plan/measured.yaml`` is a list of ``{plan: r8_r9, indicator: 1-2-1, measured: alerts.subscribers}``,
which is an indicator of the plan itself, in its unit; and of ``{plan: r8_r9, measure: 2-1-4, measured:
issuance.released}``, which shows the course of a measure without being one of its indicators. A line is of its plan
alone. A town without the file measures nothing, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml
from django.db import connection

from madoguchi.engines.indicators.api import indicators
from madoguchi.foundation.towns.data import TOWNS

from ..models import Indicator, Measure, Plan


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the file: ``measured`` is the code of the house's indicator, the others are the plan's."""

    plan: str
    measured: str
    indicator: str = ""
    measure: str = ""


Measured = Mapping[str, str]
"""Code of the plan's indicator → code of the house's."""


def entries_of(plan_code: str) -> list[Entry]:
    """What the present town measures of a plan."""
    return [each for each in town_data(connection.schema_name) if each.plan == plan_code]  # type: ignore[attr-defined]


def measured_in(plan_code: str) -> Measured:
    """The indicators of a plan that the present town measures."""
    return {each.indicator: each.measured for each in entries_of(plan_code) if each.indicator}


def mapped(plan: Plan, measure: Measure) -> list[tuple[Indicator, str]]:
    """The plan's own indicators of a measure that the town measures in their unit, each with the house's code."""
    codes = measured_in(plan.code)
    pairs = [(each, codes[each.code]) for each in measure.indicators.all() if each.code in codes]
    return [(each, code) for each, code in pairs if is_in_unit(code, each.unit)]


def followed(plan: Plan, measure: Measure) -> list[str]:
    """The codes of the house's indicators that show the course of a measure besides its own indicators."""
    return [each.measured for each in entries_of(plan.code) if each.measure == measure.code]


def codes_about(plan: Plan, measure: Measure) -> list[str]:
    """The codes of everything that the house measures of a measure, its own indicators first."""
    own = [code for _, code in mapped(plan, measure)]
    return list(dict.fromkeys([*own, *followed(plan, measure)]))


def is_in_unit(code: str, unit: str) -> bool:
    """Whether one of the house's indicators is there and counts in this unit; what counts in another is another."""
    found = indicators().get(code)
    return found is not None and found.unit == unit


@cache
def town_data(schema: str) -> tuple[Entry, ...]:
    """The whole file of a town. Raises TypeError for a line of another shape."""
    path = TOWNS / schema / "plan" / "measured.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else ()
    return tuple(Entry(**each) for each in entries or ())
