"""Figures of 支援措置, as dated data (``parameters/``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from madoguchi.foundation.parameters import Parameters, load

FOLDER = Path(__file__).parent / "parameters"


def figure(name: str) -> Parameters:
    """One figure through time."""
    return load(FOLDER / f"protection_{name}.yaml")


def years(day: date) -> int:
    """How many years a decision of this day holds."""
    return int(figure("years").at(day))


def renewal_months(day: date) -> int:
    """How many months before the end a renewal is taken."""
    return int(figure("renewal_months").at(day))


def reminder_days(day: date) -> int:
    """How many days before the end staff are reminded."""
    return int(figure("reminder_days").at(day))
