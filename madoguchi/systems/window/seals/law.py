"""The rules' figures as dated data: ``parameters/*.yaml``, edited by a town's officer. 仮: not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madoguchi.foundation.parameters import Entry, Parameters, load_all

FOLDER = Path(__file__).parent / "parameters"


@dataclass(frozen=True)
class Law:
    """The figures in force on a day."""

    minimum_age: int
    smallest_side: int
    largest_side: int
    answer_days: int
    ward_accompanied: bool
    sex_shown: bool
    notified_endings: tuple[str, ...]
    ignored_endings: tuple[str, ...]


def figures() -> Mapping[str, Parameters]:
    """Every figure by name."""
    return load_all(FOLDER)


def law_on(day: date) -> Law:
    """The figures in force on a day. Raises NoValueError for a day before there were rules."""
    return Law(**{name: figure.at(day) for name, figure in figures().items()})


def entry_of(name: str, day: date) -> Entry:
    """One figure with its article, its source and whether it is 仮."""
    return figures()[name].entry_at(day)
