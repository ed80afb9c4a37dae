"""Several fiscal years at once, from the kept days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from madoguchi.foundation.calendar import fiscal_year_span
from madoguchi.foundation.registry.indicators import Indicator, Measure, indicators, sources

from .models import Counting

SUMS = """
SELECT indicator, year, sum(amount), coalesce(sum(base), 0), coalesce(sum(amount) FILTER (WHERE day = latest), 0)
  FROM (SELECT indicator, day, amount, base, year, max(day) OVER (PARTITION BY indicator, year) AS latest
          FROM (SELECT indicator, day, amount, base, extract(year FROM day - interval '3 months')::int AS year
                  FROM indicators_dayvalue
                 WHERE indicator = ANY(%s) AND day >= %s AND day <= %s) kept) days
 GROUP BY indicator, year
"""
Key = tuple[str, int]
"""Code, fiscal year."""


@dataclass(frozen=True)
class Kept:
    """What the kept days of a year come to, in the three ways in which days come together."""

    total: Decimal
    base: Decimal
    latest: Decimal


@dataclass(frozen=True)
class YearSum:
    """An indicator in a fiscal year.

    ``value`` None: not counted (未計測), or nothing to divide by. ``cases``: how many cases it stands on. ``until``:
    the last day that was counted, None for a year of which nothing was.
    """

    indicator: Indicator
    source: str
    year: int
    value: Decimal | None
    cases: Decimal | None
    until: date | None


def sums_of(codes: Collection[str], years: Collection[int]) -> Mapping[Key, YearSum]:
    """Each of these indicators in each of these fiscal years; two queries, none where nothing is asked.

    Unknown codes are left out.
    """
    chosen = {code: each for code, each in indicators().items() if code in codes}
    if not chosen or not years:
        return {}
    counted = {row.indicator: row for row in Counting.objects.filter(indicator__in=chosen)}
    kept = kept_sums(list(chosen), years)
    return {
        (code, year): year_sum(each, year, kept.get((code, year)), counted.get(code))
        for code, each in chosen.items()
        for year in years
    }


def kept_sums(codes: list[str], years: Collection[int]) -> dict[Key, Kept]:
    """What the kept days come to; nothing for years without any."""
    first, last = fiscal_year_span(min(years)).first, fiscal_year_span(max(years)).last
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [codes, first, last])
        return {(code, year): Kept(total, Decimal(base), latest) for code, year, total, base, latest in cursor}


def year_sum(indicator: Indicator, year: int, kept: Kept | None, counted: Counting | None) -> YearSum:
    """One indicator in one year: a year that was counted and has no day is nought for a flow, unknown for others."""
    span = fiscal_year_span(year)
    source = sources()[indicator.code]
    if counted is None or counted.until <= span.first or counted.since > span.last:
        return YearSum(indicator, source, year, None, None, None)
    value, cases = value_and_cases(indicator.measure, kept)
    until = min(counted.until - timedelta(days=1), span.last)
    return YearSum(indicator, source, year, value, cases, until)


def value_and_cases(measure: Measure, kept: Kept | None) -> tuple[Decimal | None, Decimal | None]:
    """The year's value, and how many cases it stands on."""
    if measure == Measure.FLOW:
        total = kept.total if kept else Decimal()
        return total, total
    if kept is None:
        return None, None
    if measure == Measure.STOCK:
        return kept.latest, kept.latest
    return (kept.total / kept.base, kept.base) if kept.base else (None, None)
