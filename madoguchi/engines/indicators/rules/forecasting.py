"""What a fiscal year will come to, from its days so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from madoguchi.foundation.calendar import DateSpan, fiscal_year_span, month_span
from madoguchi.foundation.registry.indicators import Measure

from .summing import Day, value_of

FEWEST_DAYS = 30
"""Nothing is said of a year from fewer days."""
TREND = timedelta(days=90)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Forecast:
    """A value for the year's end, and in words how it came about."""

    value: Decimal
    method: str


def days_needed(measure: Measure, year: int, until: date) -> DateSpan | None:
    """The days that a forecast takes one by one; of all others it is enough to know their months. None: no days.

    Whole months, so that they can stand in the place of what their months come to.
    """
    span = fiscal_year_span(year)
    if measure == Measure.MEAN or not span.first < until <= span.last:
        return None
    if measure == Measure.STOCK:
        return DateSpan((until - TREND).replace(day=1), until)
    then = until - A_YEAR
    return month_span(then.year, then.month)


def forecast(measure: Measure, days: Sequence[Day], before: Sequence[Day], year: int, until: date) -> Forecast | None:
    """The year's value at its end. ``days`` are this year's, ``before`` last year's; counted is up to before ``until``.

    A flow goes on as last year's remaining days did, in the proportion of both years so far; without a last year, at
    this year's pace. A stock goes on as in the last ninety days. A mean stays. None from too few days, and after the
    year's end.
    """
    span = fiscal_year_span(year)
    counted, left = (until - span.first).days, (span.last - until).days + 1
    now = value_of(measure, days)
    if now is None or counted < FEWEST_DAYS or left <= 0:
        return None
    if measure == Measure.MEAN:
        return Forecast(now, "今年度のこれまでの平均が続くとして")
    if measure == Measure.STOCK:
        return Forecast(now + pace_of_stock(days, until) * left, "直近90日の増減が続くとして")
    return forecast_flow(now, before, until, counted, left)


def forecast_flow(now: Decimal, before: Sequence[Day], until: date, counted: int, left: int) -> Forecast:
    """The year's sum at its end."""
    then = until - A_YEAR
    first = sum((each.amount for each in before if each.day < then), Decimal())
    rest = sum((each.amount for each in before if each.day >= then), Decimal())
    if first > 0:
        return Forecast(now + rest * now / first, "前年度の同じ時期からの動きに、今年度の増減を掛けて")
    return Forecast(now + now / counted * left, "今年度のこれまでの1日当たりが続くとして")


def pace_of_stock(days: Sequence[Day], until: date) -> Decimal:
    """By how much a stock grows in a day, lately."""
    since = until - TREND
    lately = sorted(each.day for each in days if each.day >= since)
    if len(set(lately)) < 2:
        return Decimal()
    first, last = lately[0], lately[-1]
    at = {day: sum((each.amount for each in days if each.day == day), Decimal()) for day in (first, last)}
    return (at[last] - at[first]) / (last - first).days
