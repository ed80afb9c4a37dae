"""A run of days."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """The days from `first` to `last`, both included. Raises ValueError when they are out of order."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"期間の終わりが始まりより前です：{self.first}〜{self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=offset) for offset in range(self.days))

    @property
    def days(self) -> int:
        """How many days it holds, at least 1."""
        return (self.last - self.first).days + 1

    def overlap(self, other: DateSpan) -> DateSpan | None:
        """The days in both, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DateSpan(first, last) if first <= last else None


def month_span(year: int, month: int) -> DateSpan:
    """All days of a month of the common calendar."""
    return DateSpan(date(year, month, 1), date(year, month, last_day_of_month(year, month)))


def last_day_of_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]
