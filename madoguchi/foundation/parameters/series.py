"""A figure of law and the values it has had."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

Value: TypeAlias = "int | Decimal | str | bool | date | tuple[Any, ...] | Mapping[str, Any]"
"""What a parameter may be: a number, words, a date, or a frozen list or table of these."""


class ParameterError(ValueError):
    """A parameter file that is not as it must be; the message names the file and the fault."""


class NoValueError(LookupError):
    """A parameter asked for a day on which law gave it no value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value and the day it applies from. `provisional` marks a figure that is 仮; `value` None ends the series."""

    start: date
    value: Value | None
    article: str
    source: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """One figure through time. `entries` are in order of date; raises ParameterError otherwise, or when empty."""

    name: str
    title: str
    unit: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise ParameterError(f"{self.name}：値がありません。")
        for earlier, later in pairwise(self.entries):
            if later.start <= earlier.start:
                raise ParameterError(f"{self.name}：{later.start}の値が日付順に並んでいません。")

    def at(self, day: date) -> Any:
        """The value in force on `day` (of the type that the file gives). Raises NoValueError when there is none."""
        return self.entry_at(day).value

    def entry_at(self, day: date) -> Entry:
        """The entry in force on `day`, with its article, source and 仮 mark. Raises NoValueError when there is none."""
        index = bisect_right(self.entries, day, key=lambda entry: entry.start)
        if index == 0:
            raise NoValueError(f"{self.title}は{day}の時点でまだ定めがありません（{self.entries[0].start}から）。")
        entry = self.entries[index - 1]
        if entry.value is None:
            raise NoValueError(f"{self.title}は{entry.start}に廃止されました。")
        return entry
