"""Dates on screens and paper."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from madoguchi.foundation.calendar import (
    ERAS,
    DateError,
    era_of,
    fiscal_year,
    fiscal_year_name,
    fiscal_year_span,
    format_wareki,
    format_wareki_month,
    format_wareki_year,
)


def test_the_four_styles():
    day = date(2026, 11, 20)
    assert format_wareki(day) == "令和8年11月20日"
    assert format_wareki(day, "short") == "R8.11.20"
    assert format_wareki(day, "kanji-short") == "令8.11.20"
    assert format_wareki(day, "weekday") == "令和8年11月20日（金）"
    assert format_wareki_month(day) == "令和8年11月"


def test_a_first_year_is_gannen():
    assert format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert format_wareki(date(1989, 1, 8)) == "平成元年1月8日"
    assert format_wareki(date(1926, 12, 25)) == "昭和元年12月25日"
    assert format_wareki(date(1912, 7, 30)) == "大正元年7月30日"
    assert format_wareki_year(date(2019, 12, 31)) == "令和元年"


def test_the_day_before_an_era_belongs_to_the_one_before():
    for earlier, later in pairwise(ERAS):
        assert era_of(later.first) is later
        assert era_of(later.first - timedelta(days=1)) is earlier


def test_lunisolar_days_are_written_by_the_common_calendar():
    assert format_wareki(date(1872, 12, 31)) == "1872年12月31日"
    assert format_wareki(date(1872, 12, 31), "short") == "1872.12.31"
    assert format_wareki(date(1873, 1, 1)) == "明治6年1月1日"
    with pytest.raises(DateError):
        era_of(date(1868, 1, 24))


def test_the_fiscal_year_turns_on_the_first_of_april():
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 4, 1)) == 2026
    span = fiscal_year_span(2026)
    assert (span.first, span.last, span.days) == (date(2026, 4, 1), date(2027, 3, 31), 365)
    assert fiscal_year_name(2026) == "令和8年度"
    assert fiscal_year_name(2019) == "令和元年度"
    assert fiscal_year_name(2018) == "平成30年度"
