"""Ages and grades, as people say them and as law counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.calendar import age_on, fiscal_year_end_age, legal_age_on, reaches_age_on, school_grade


def test_the_law_adds_the_year_a_day_early():
    birth = date(1961, 11, 20)
    assert age_on(birth, date(2026, 11, 19)) == 64
    assert legal_age_on(birth, date(2026, 11, 19)) == 65
    assert legal_age_on(birth, date(2026, 11, 18)) == 64
    assert reaches_age_on(birth, 65) == date(2026, 11, 19)


def test_leap_day_births():
    birth = date(2004, 2, 29)
    assert age_on(birth, date(2026, 2, 28)) == 21
    assert age_on(birth, date(2026, 3, 1)) == 22
    assert legal_age_on(birth, date(2026, 2, 28)) == 22
    assert reaches_age_on(birth, 20) == date(2024, 2, 28)
    assert reaches_age_on(birth, 22) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("birth", "grade"),
    [
        (date(2020, 4, 2), None),
        (date(2020, 4, 1), "小1"),
        (date(2019, 4, 2), "小1"),
        (date(2019, 4, 1), "小2"),
        (date(2014, 4, 1), "中1"),
        (date(2014, 4, 2), "小6"),
        (date(2011, 4, 2), "中3"),
        (date(2011, 4, 1), None),
    ],
)
def test_grades_in_fiscal_2026(birth, grade):
    assert school_grade(birth, 2026) == grade


def test_a_first_of_april_child_is_eighteen_a_year_earlier():
    assert fiscal_year_end_age(date(2009, 4, 1), 2026) == 18
    assert fiscal_year_end_age(date(2009, 4, 2), 2026) == 17


def test_nobody_has_an_age_before_birth():
    for count in (age_on, legal_age_on):
        with pytest.raises(ValueError, match="生年月日より前"):
            count(date(2026, 1, 2), date(2026, 1, 1))


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(1, 120))
def test_an_age_is_reached_on_one_day(birth, age):
    day = reaches_age_on(birth, age)
    assert legal_age_on(birth, day) == age
    assert legal_age_on(birth, day - timedelta(days=1)) == age - 1
