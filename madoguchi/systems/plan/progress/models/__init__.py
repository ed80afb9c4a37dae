"""Plans, what was reported of their measures, and values typed in with evidence."""

from .plans import (
    Goal,
    Indicator,
    Loading,
    Measure,
    Owner,
    Plan,
    Planned,
    Reported,
    Section,
    Target,
)
from .typed import TypedValue

__all__ = [
    "Goal",
    "Indicator",
    "Loading",
    "Measure",
    "Owner",
    "Plan",
    "Planned",
    "Reported",
    "Section",
    "Target",
    "TypedValue",
]
