"""Figures of exports from ``parameters/``."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from madoguchi.foundation.parameters import load

FOLDER = Path(__file__).parent / "parameters"


def most_downloads(day: date) -> int:
    """How often one file may be taken."""
    times: int = load(FOLDER / "most_downloads.yaml").at(day)
    return times


def time_kept(day: date) -> timedelta:
    """How long a file waits to be taken."""
    return timedelta(days=load(FOLDER / "days_kept.yaml").at(day))


def longest_use(day: date) -> timedelta:
    """How long the taker may keep a copy."""
    return timedelta(days=load(FOLDER / "longest_use.yaml").at(day))
