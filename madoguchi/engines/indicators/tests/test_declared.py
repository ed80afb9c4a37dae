"""What the rooms of the house declare holds to the shape."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.indicators import api
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.registry.indicators import declared, sources

DECLARED = list(declared())


def test_codes_are_the_rooms_own() -> None:
    codes = [each.code for each in DECLARED]
    assert len(set(codes)) == len(codes) == len(api.indicators())
    assert all(sources()[code] for code in codes)


@pytest.mark.django_db
@pytest.mark.parametrize("indicator", DECLARED, ids=lambda each: each.code)
def test_its_sql_gives_days_parts_and_amounts(town: object, indicator: api.Indicator) -> None:
    assert indicator.name and indicator.unit and indicator.summary.endswith("。")
    today = timezone.localdate()
    period = {"since": today - timedelta(days=800), "until": today + timedelta(days=1)}
    with connection.cursor() as cursor:
        cursor.execute(indicator.sql, period)
        rows = cursor.fetchall()
        assert len(cursor.description) == 4
    assert len({(day, part) for day, part, _, _ in rows}) == len(rows)
    for day, part, _, base in rows:
        assert isinstance(day, date) and period["since"] <= day < period["until"]
        assert part in indicator.parts, part
        assert (base is not None) == (indicator.measure == api.Measure.MEAN)


@pytest.mark.django_db
def test_the_whole_house_is_counted_and_counted_again(town: object) -> None:
    assert set(api.count_anew(SYSTEM_ACTOR)) == set(api.indicators())
    assert sum(api.count_anew(SYSTEM_ACTOR).values()) == 0


def test_rows_that_are_named_are_there() -> None:
    assert all(reverse(each.rows) for each in DECLARED if each.rows)
