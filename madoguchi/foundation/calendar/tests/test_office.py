"""Deadlines as the counter tells them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.calendar import OfficeCalendar, holidays

HOLIDAYS = Path(__file__).resolve().parents[4].parent / "shared/data/law_r8/holidays_jp.json"
OFFICE = OfficeCalendar()


def test_fourteen_days_after_moving_in_the_first_day_is_not_counted():
    deadline = OFFICE.deadline(date(2026, 11, 6), 14)
    assert deadline.day == date(2026, 11, 20)
    assert deadline.moved_from is None
    assert deadline.reason == ""


def test_a_deadline_on_a_saturday_moves_and_says_why():
    deadline = OFFICE.deadline(date(2026, 11, 14), 14)
    assert deadline.day == date(2026, 11, 30)
    assert deadline.moved_from == date(2026, 11, 28)
    assert deadline.reason == "28日（土）は閉庁日"


def test_a_deadline_in_the_new_year_recess_moves_past_it():
    deadline = OFFICE.deadline(date(2026, 12, 15), 14)
    assert deadline.moved_from == date(2026, 12, 29)
    assert deadline.day == date(2027, 1, 4)
    assert deadline.reason == "29日（年末年始）は閉庁日"


def test_a_birth_counts_its_own_day():
    """戸籍法43条: fourteen days from 6 November end on the 19th."""
    assert OFFICE.deadline(date(2026, 11, 6), 14, first_day_counts=True).day == date(2026, 11, 19)


def test_golden_week_is_passed_over_by_name():
    deadline = OFFICE.postponed(date(2026, 5, 3))
    assert deadline.day == date(2026, 5, 7)
    assert deadline.reason == "3日（憲法記念日）は閉庁日"


@pytest.mark.parametrize(
    ("event_on", "months", "last"),
    [
        (date(2026, 1, 14), 3, date(2026, 4, 14)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2025, 12, 31), 2, date(2026, 3, 2)),
        (date(2025, 10, 9), 3, date(2026, 1, 9)),
    ],
)
def test_months_end_on_the_day_before_the_corresponding_day(event_on, months, last):
    assert OFFICE.deadline_in_months(event_on, months).day == last


def test_the_towns_own_closed_days():
    office = OfficeCalendar({date(2026, 11, 20): "市制記念日"})
    assert not office.is_open(date(2026, 11, 20))
    assert office.deadline(date(2026, 11, 6), 14).reason == "20日（市制記念日）は閉庁日"
    assert OfficeCalendar([date(2026, 11, 20)]).next_open_day(date(2026, 11, 20)) == date(2026, 11, 24)


def test_counting_open_days():
    assert OFFICE.add_open_days(date(2026, 11, 20), 1) == date(2026, 11, 24)


def test_a_period_has_at_least_one_day():
    with pytest.raises(ValueError, match="1日以上"):
        OFFICE.deadline(date(2026, 11, 6), 0)
    with pytest.raises(ValueError, match="1月以上"):
        OFFICE.deadline_in_months(date(2026, 11, 6), 0)


def test_holidays_agree_with_a_second_source():
    listed = {date.fromisoformat(day) for day in json.loads(HOLIDAYS.read_text(encoding="utf-8"))}
    years = range(min(listed).year, max(listed).year + 1)
    assert listed == {day for year in years for day in holidays(year)}


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2098, 12, 31)), st.integers(1, 400))
def test_a_deadline_is_open_and_never_early(event_on, days):
    deadline = OFFICE.deadline(event_on, days)
    counted = event_on + timedelta(days=days)
    assert OFFICE.is_open(deadline.day)
    assert counted <= deadline.day <= counted + timedelta(days=11)
    assert (deadline.moved_from is None) == (deadline.day == counted)
    assert not any(OFFICE.is_open(counted + timedelta(days=gap)) for gap in range((deadline.day - counted).days))
