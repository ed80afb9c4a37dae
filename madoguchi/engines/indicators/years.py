"""Several fiscal years at once, from the kept months."""

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
SELECT asked.code, years.year, sums.total, sums.base
  FROM unnest(%s::text[], %s::boolean[]) asked (code, is_stock)
 CROSS JOIN unnest(%s::int[], %s::date[], %s::date[]) years (year, first, last)
 CROSS JOIN LATERAL (SELECT CASE WHEN asked.is_stock THEN max(month) ELSE min(month) END AS month
                       FROM indicators_monthvalue
                      WHERE indicator = asked.code AND month BETWEEN years.first AND years.last) since
 CROSS JOIN LATERAL (SELECT sum(amount) AS total, coalesce(sum(base), 0) AS base
                       FROM indicators_monthvalue
                      WHERE indicator = asked.code AND month BETWEEN since.month AND years.last) sums
 WHERE since.month IS NOT NULL
"""
"""Of a stock the last kept month of a year, of others all of its months."""
Key = tuple[str, int]
"""Code, fiscal year."""


@dataclass(frozen=True)
class Kept:
    """What a year's kept months come to: a stock's last one, else all together; ``base`` of a mean."""

    total: Decimal
    base: Decimal


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
    kept = kept_sums(chosen.values(), years)
    return {
        (code, year): year_sum(each, year, kept.get((code, year)), counted.get(code))
        for code, each in chosen.items()
        for year in years
    }


def kept_sums(asked: Collection[Indicator], years: Collection[int]) -> dict[Key, Kept]:
    """What the kept months come to; nothing for years without any."""
    codes, stocks = [each.code for each in asked], [each.measure == Measure.STOCK for each in asked]
    spans = [fiscal_year_span(year) for year in years]
    days = [[span.first for span in spans], [span.last for span in spans]]
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [codes, stocks, list(years), *days])
        return {(code, year): Kept(total, Decimal(base)) for code, year, total, base in cursor}


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
        return kept.total, kept.total
    return (kept.total / kept.base, kept.base) if kept.base else (None, None)
