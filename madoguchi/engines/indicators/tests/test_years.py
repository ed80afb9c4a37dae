"""Several years at once come to what each year comes to by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from madoguchi.engines.indicators.api import count_anew, sums_of, year_values
from madoguchi.foundation.access import SYSTEM_ACTOR

from .conftest import HOUSE

if TYPE_CHECKING:
    from .conftest import Facts

pytestmark = pytest.mark.django_db
YEARS = [2023, 2020, 2021, 2022]


def test_a_year_among_others_is_the_year_by_itself(facts: Facts) -> None:
    """A flow is summed, a stock is its last day's parts, a mean is over its cases. 2022 has no day, 2023 goes on."""
    amounts = {date(2020, 4, 1): 7, date(2021, 3, 31): 9, date(2021, 4, 1): 11, date(2023, 5, 2): 13}
    for day, amount in amounts.items():
        for part in ("a", "b"):
            facts("flow", day, amount, part)
            facts("stock", day, amount * 10, part)
            facts("mean", day, amount * 3, part, 2)
    facts("stock", date(2021, 3, 30), 5000, "a")
    count_anew(SYSTEM_ACTOR, since=date(2020, 4, 1), until=date(2023, 6, 1))
    found = sums_of(set(HOUSE), YEARS)
    assert len(found) == len(HOUSE) * len(YEARS)
    for year in YEARS:
        for code, alone in year_values(year, set(HOUSE)).items():
            assert found[code, year].value == alone.value, (code, year)
    stock, mean = found["hall.stock", 2020], found["hall.mean", 2020]
    assert (stock.value, stock.cases, mean.cases) == (180, 180, 8)
    assert found["hall.flow", 2022].value == 0 and found["hall.stock", 2022].value is None
    assert found["hall.flow", 2023].until == date(2023, 5, 31)


def test_nothing_asked_reads_nothing(facts: Facts, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert sums_of(set(HOUSE), []) == {} and sums_of([], YEARS) == {} and sums_of(["hall.none"], YEARS) == {}
