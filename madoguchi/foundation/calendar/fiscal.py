"""会計年度: 1 April to 31 March (地方自治法208条)."""

from __future__ import annotations

from datetime import date

from .eras import year_word
from .spans import DateSpan
from .wareki import format_wareki_year

# The government's 申合せ of 2019-04-01: the whole year is called by the new era.
_NAMED_OTHERWISE = {2019: f"令和{year_word(1)}年度"}


def fiscal_year(day: date) -> int:
    """The fiscal year of `day`, by the common year it begins in: 2026-03-31 → 2025."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_span(year: int) -> DateSpan:
    """The days of a fiscal year."""
    return DateSpan(date(year, 4, 1), date(year + 1, 3, 31))


def fiscal_year_name(year: int) -> str:
    """令和8年度 for 2026: named by the era of 1 April; 2019 is 令和元年度."""
    return _NAMED_OTHERWISE.get(year) or f"{format_wareki_year(date(year, 4, 1))}度"
