"""Months are kept with the days: whatever is counted in whatever order, a year is what its days come to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.engines.indicators.actions.counting import count_anew
from madoguchi.engines.indicators.models import DayValue, MonthValue
from madoguchi.engines.indicators.queries import year_values
from madoguchi.engines.indicators.rules import Day, forecast, months_of, value_of
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.registry.indicators import Measure

from .conftest import HOUSE, Facts

pytestmark = pytest.mark.django_db
FIRST, YEAR = date(2024, 4, 1), 2025
OFFSETS = st.integers(0, 640)
FACTS = st.lists(st.tuples(OFFSETS, st.sampled_from("ab"), st.integers(0, 90)), max_size=25, unique_by=lambda f: f[:2])
CUTS = st.lists(OFFSETS.filter(bool), min_size=1, max_size=4, unique=True).map(sorted)


def days_of(code: str) -> list[Day]:
    """All kept days of an indicator, added up here and not by the engine."""
    found: dict[date, Day] = {}
    for row in DayValue.objects.filter(indicator=code):
        known = found.get(row.day, Day(row.day, Decimal(), 0))
        found[row.day] = Day(row.day, known.amount + row.amount, (known.base or 0) + (row.base or 0))
    return sorted(found.values(), key=lambda each: each.day)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=FACTS, then=FACTS, cuts=CUTS)
def test_a_year_is_what_its_days_come_to(
    facts: Facts, first: list[tuple[int, str, int]], then: list[tuple[int, str, int]], cuts: list[int]
) -> None:
    """Counted whole, then in pieces that begin and end within months, after the facts have changed."""
    until = FIRST + timedelta(days=cuts[-1])
    with transaction.atomic():
        put(facts, first)
        count_anew(SYSTEM_ACTOR, since=FIRST, until=until)
        put(facts, then)
        for since, end in pairwise([0, *cuts]):
            count_anew(SYSTEM_ACTOR, since=FIRST + timedelta(days=since), until=FIRST + timedelta(days=end))
        for code, found in year_values(YEAR).items():
            measure = HOUSE[code].measure
            own = [each for each in days_of(code) if each.day >= date(YEAR, 4, 1)]
            before = [each for each in days_of(code) if each.day < date(YEAR, 4, 1)]
            if until > date(YEAR, 4, 1):
                assert found.months == tuple(months_of(measure, own, YEAR, until))
                assert found.forecast == forecast(measure, own, before, YEAR, until)
            assert (found.value or 0, found.before) == (value_of(measure, own) or 0, value_of(measure, before))
        transaction.set_rollback(True)


def put(facts: Facts, chosen: list[tuple[int, str, int]]) -> None:
    """These facts and no others, of each of the three measures."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM facts")
    for offset, part, amount in chosen:
        for measure in Measure:
            facts(measure, FIRST + timedelta(days=offset), amount, part, 3 if measure == Measure.MEAN else None)


def test_a_month_that_empties_is_gone(facts: Facts) -> None:
    put(facts, [(3, "a", 5), (40, "a", 6)])
    count_anew(SYSTEM_ACTOR, since=FIRST, until=date(2024, 7, 1))
    put(facts, [(40, "a", 6)])
    count_anew(SYSTEM_ACTOR, since=FIRST, until=date(2024, 7, 1))
    kept = MonthValue.objects.filter(indicator="hall.flow").values_list("month", "part", "amount")
    assert list(kept) == [(date(2024, 5, 1), "a", 6)]


@pytest.mark.parametrize("wrong", [{"month": date(2024, 5, 2)}, {"month": date(2024, 6, 1), "base": 0}, {}])
def test_the_database_holds_each_month_once_under_its_first_day(wrong: dict[str, object]) -> None:
    given = {"indicator": "hall.flow", "month": date(2024, 5, 1), "part": "", "amount": 1}
    MonthValue.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthValue.objects.create(**{**given, **wrong})


def test_days_from_before_months_were_kept_have_their_months(town: object) -> None:
    """A stock of the house and a flow, as an install had them."""
    MigrationExecutor(connection).migrate([("indicators", "0001_initial")])
    try:
        for code in ("population.residents", "people.acts"):
            for day, amount in ((date(2024, 5, 1), 30), (date(2024, 5, 9), 12)):
                DayValue.objects.create(indicator=code, day=day, amount=amount)
    finally:
        MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("indicators"))
    kept = dict(MonthValue.objects.values_list("indicator", "amount"))
    assert kept == {"population.residents": 12, "people.acts": 42}
