"""Adding up and forecasting. No database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.engines.indicators.rules import Day, forecast, months_of, value_of
from madoguchi.foundation.registry.indicators import Measure

START, END = date(2025, 4, 1), date(2026, 4, 1)
DAYS = st.lists(st.tuples(st.integers(0, 364), st.integers(0, 500)), max_size=60, unique_by=lambda pair: pair[0]).map(
    lambda pairs: [Day(START + timedelta(days=n), Decimal(amount), amount + 1) for n, amount in pairs]
)


def steady(amount: int, count: int, start: date = START) -> list[Day]:
    """The same amount every day."""
    return [Day(start + timedelta(days=n), Decimal(amount)) for n in range(count)]


@given(DAYS)
def test_the_months_of_a_flow_add_up_to_its_year(days: list[Day]) -> None:
    months = months_of(Measure.FLOW, days, 2025, END)
    assert [month.first.month for month in months] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert sum(month.value or 0 for month in months) == (value_of(Measure.FLOW, days) or 0)
    assert months[-1].so_far == (value_of(Measure.FLOW, days) or 0)


@given(DAYS)
def test_the_last_month_of_a_stock_is_its_year(days: list[Day]) -> None:
    assert months_of(Measure.STOCK, days, 2025, END)[-1].so_far == value_of(Measure.STOCK, days)


@given(DAYS)
def test_a_mean_lies_between_its_days(days: list[Day]) -> None:
    mean = value_of(Measure.MEAN, days)
    each = [day.amount / (day.base or 1) for day in days]
    assert mean is None if not days else min(each) <= mean <= max(each)


@given(DAYS, st.integers(30, 364))
def test_a_forecast_of_a_flow_is_never_less_than_what_came(days: list[Day], counted: int) -> None:
    until = START + timedelta(days=counted)
    known = [day for day in days if day.day < until]
    found = forecast(Measure.FLOW, known, [], 2025, until)
    assert (found is None) == (not known)
    if found:
        assert found.value >= (value_of(Measure.FLOW, known) or 0)


@pytest.mark.parametrize(
    ("measure", "days", "before", "counted", "value"),
    [
        (Measure.FLOW, steady(2, 100), [], 100, 730),
        (Measure.FLOW, steady(2, 100), steady(1, 365, date(2024, 4, 1)), 100, 730),
        (Measure.STOCK, [Day(START, Decimal(100)), Day(START + timedelta(days=50), Decimal(150))], [], 51, 464),
        (Measure.STOCK, [Day(START, Decimal(100))], [], 60, 100),
        (Measure.MEAN, [Day(START, Decimal(30), 3)], [], 60, 10),
    ],
)
def test_forecasts_by_hand(measure: Measure, days: list[Day], before: list[Day], counted: int, value: int) -> None:
    found = forecast(measure, days, before, 2025, START + timedelta(days=counted))
    assert found is not None and round(found.value) == value


def test_a_season_goes_on_as_last_year() -> None:
    """Last year almost all came in the second half; this year twice as many in the first."""
    before = [Day(date(2024, 5, 1), Decimal(10)), Day(date(2025, 3, 1), Decimal(90))]
    found = forecast(Measure.FLOW, [Day(date(2025, 5, 1), Decimal(20))], before, 2025, date(2025, 10, 1))
    assert found is not None and found.value == 200


@pytest.mark.parametrize("until", [START + timedelta(days=29), END])
def test_nothing_is_said_too_early_or_afterwards(until: date) -> None:
    assert forecast(Measure.FLOW, steady(1, 20), [], 2025, until) is None
