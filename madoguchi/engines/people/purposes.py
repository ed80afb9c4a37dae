"""For what 個人番号 may be opened, and for how long: dated data in ``parameters/``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from madoguchi.foundation.parameters import load

FOLDER = Path(__file__).parent / "parameters"


@dataclass(frozen=True, kw_only=True)
class NumberPurpose:
    """A purpose with its article; ``provisional`` where the article is not confirmed (仮)."""

    code: str
    name: str
    article: str
    provisional: bool = False

    @property
    def law(self) -> str:
        """The article as it is shown."""
        return f"{self.article}（仮）" if self.provisional else self.article


def number_purposes(day: date) -> tuple[NumberPurpose, ...]:
    """The purposes in force on a day. Raises NoValueError before the first of them."""
    return tuple(NumberPurpose(**entry) for entry in load(FOLDER / "number_purposes.yaml").at(day))


def time_open(day: date) -> timedelta:
    """How long the numbers may be seen after the approval."""
    return timedelta(minutes=load(FOLDER / "number_opening_minutes.yaml").at(day))
