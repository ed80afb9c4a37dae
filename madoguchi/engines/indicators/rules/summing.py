"""From days to months and years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madoguchi.foundation.registry.indicators import Measure

MONTHS = 12


@dataclass(frozen=True)
class Day:
    """A day's amount, or what a month comes to, under its first day; ``base`` is the number of cases of a mean."""

    day: date
    amount: Decimal
    base: int | None = None


@dataclass(frozen=True)
class Month:
    """A month of a fiscal year, and what it came to; ``value`` None where nothing was counted, or it has not begun.

    ``cases``: how many cases it stands on, None where there are none.
    """

    first: date
    value: Decimal | None
    so_far: Decimal | None
    cases: Decimal | None = None


def value_of(measure: Measure, days: Sequence[Day]) -> Decimal | None:
    """What days come to together; a stock's is its last day's. None where there are none, or a mean has no cases."""
    if not days:
        return None
    if measure == Measure.FLOW:
        return sum((each.amount for each in days), Decimal())
    if measure == Measure.STOCK:
        last = max(each.day for each in days)
        return sum((each.amount for each in days if each.day == last), Decimal())
    cases = sum(each.base or 0 for each in days)
    return sum((each.amount for each in days), Decimal()) / cases if cases else None


def cases_of(measure: Measure, days: Sequence[Day]) -> Decimal | None:
    """How many cases days stand on: of a mean those that it is the mean of, of others the value itself."""
    if measure != Measure.MEAN:
        return value_of(measure, days)
    return Decimal(sum(each.base or 0 for each in days)) if days else None


def months_of(measure: Measure, days: Iterable[Day], year: int, until: date) -> list[Month]:
    """The twelve months of a fiscal year: each by itself, and from April to its end; empty from ``until`` on."""
    known = sorted((each for each in days if each.day < until), key=lambda each: each.day)
    return [month_of(measure, known, first_of(year, number), until) for number in range(MONTHS)]


def month_of(measure: Measure, days: Sequence[Day], first: date, until: date) -> Month:
    """One month."""
    if first >= until:
        return Month(first, None, None)
    after = date(first.year + first.month // MONTHS, first.month % MONTHS + 1, 1)
    own = [each for each in days if first <= each.day < after]
    before = [each for each in days if each.day < after]
    nought = Decimal() if measure == Measure.FLOW else None
    value, so_far = value_of(measure, own), value_of(measure, before)
    cases = cases_of(measure, own)
    return Month(first, nought if value is None else value, nought if so_far is None else so_far, cases)


def first_of(year: int, number: int) -> date:
    """The first day of the month with a number (April is 0) of a fiscal year."""
    month = number + 3
    return date(year + month // MONTHS, month % MONTHS + 1, 1)
