"""Counting: by day, again and again, and what becomes of facts that change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madoguchi.engines.indicators import api
from madoguchi.engines.indicators.models import Counting, DayValue
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry

from .conftest import Facts

pytestmark = pytest.mark.django_db
LOOKER = Actor(5, "総務課　見手", permissions=frozenset({api.VIEW}))
APRIL, MAY, JUNE = date(2025, 4, 3), date(2025, 5, 7), date(2025, 6, 30)
UNTIL = date(2025, 7, 1)


def count(**given: object) -> dict[str, int]:
    """Counts the fiscal year 2025 up to June."""
    return dict(api.count_anew(SYSTEM_ACTOR, **{"since": date(2024, 4, 1), "until": UNTIL, **given}))  # type: ignore[arg-type]


def year(code: str) -> api.YearValue:
    """An indicator in the fiscal year 2025."""
    return api.year_values(2025)[code]


def test_days_are_counted_kept_and_added_up(facts: Facts) -> None:
    for day, amount in ((APRIL, 10), (MAY, 5), (JUNE, 7)):
        facts("flow", day, amount)
        facts("stock", day, amount)
    facts("mean", APRIL, 30, base=3)
    facts("mean", MAY, 10, base=1)
    assert count() == {"hall.flow": 3, "hall.stock": 3, "hall.mean": 2}
    assert [year(f"hall.{each}").value for each in ("flow", "stock", "mean")] == [22, 7, 10]
    assert [month.value for month in year("hall.flow").months[:4]] == [10, 5, 7, None]
    assert [month.so_far for month in year("hall.flow").months[:3]] == [10, 15, 22]
    assert Entry.objects.filter(action=api.COUNT).get().detail["changed"] == 8


def test_counting_again_changes_only_what_has_changed(facts: Facts) -> None:
    facts("flow", APRIL, 10)
    facts("flow", MAY, 5)
    facts("flow", date(2023, 5, 1), 99)
    count(since=date(2023, 4, 1))
    assert sum(count().values()) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE facts SET amount = 12 WHERE day = %s", [APRIL])
        cursor.execute("DELETE FROM facts WHERE day = ANY(%s)", [[MAY, date(2023, 5, 1)]])
    assert count() == {"hall.flow": 2, "hall.stock": 0, "hall.mean": 0}
    assert year("hall.flow").value == 12
    assert DayValue.objects.filter(day=date(2023, 5, 1)).exists(), "days outside the period stay as they were counted"
    assert Counting.objects.get(indicator="hall.flow").since == date(2023, 4, 1)


def test_a_day_of_nought_is_a_day_for_stocks(facts: Facts) -> None:
    facts("stock", APRIL, 10)
    facts("stock", MAY, 0)
    facts("flow", APRIL, 0)
    count()
    assert (year("hall.stock").value, year("hall.flow").value) == (0, 0)
    assert not DayValue.objects.filter(indicator="hall.flow").exists()


def test_what_was_never_counted_has_no_number(facts: Facts) -> None:
    found = year("hall.flow")
    assert (found.value, found.months, found.forecast, found.counted_at) == (None, (), None, None)
    count()
    assert year("hall.flow").value == 0, "counted, and nobody came"
    assert year("hall.mean").value is None, "nobody waited, so there is no mean"
    assert api.year_values(2030)["hall.flow"].value is None


def test_parts_stand_beside_one_another(facts: Facts) -> None:
    facts("flow", APRIL, 30, "a")
    facts("flow", MAY, 10, "b")
    facts("stock", APRIL, 8, "a")
    facts("stock", JUNE, 2, "b")
    count()
    found = [(each.name, each.value, each.share) for each in api.parts_of(LOOKER, code="hall.flow", year=2025)]
    assert found == [("東", 30, 75), ("西", 10, 25)]
    assert [(each.name, each.value) for each in api.parts_of(LOOKER, code="hall.stock", year=2025)] == [
        ("西", 2),
        ("東", None),
    ]
    assert api.parts_of(LOOKER, code="hall.mean", year=2025) == []


def test_who_may_not_is_refused(facts: Facts) -> None:
    nobody = Actor(6, "だれか")
    for act in (
        lambda: api.count_anew(LOOKER),
        lambda: api.everything(nobody, 2025),
        lambda: api.one(nobody, code="hall.flow", year=2025),
        lambda: api.parts_of(nobody, code="hall.flow", year=2025),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(KeyError):
        count(codes=["hall.unknown"])
    with pytest.raises(ValueError, match="no days"):
        count(until=date(2020, 1, 1))
    assert not Counting.objects.exists()


def test_a_counting_of_everything_reaches_to_today(facts: Facts) -> None:
    today = timezone.localdate()
    facts("flow", today, 3)
    facts("flow", today + timedelta(days=1), 5)
    api.count_anew(SYSTEM_ACTOR)
    assert [value.amount for value in DayValue.objects.all()] == [Decimal(3)]


def test_the_database_holds_each_day_once() -> None:
    DayValue.objects.create(indicator="x.y", day=APRIL, amount=1)
    for wrong in ({"amount": 2}, {"amount": 2, "part": "a", "base": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DayValue.objects.create(indicator="x.y", day=APRIL, **wrong)


def test_a_list_of_all_costs_three_queries(facts: Facts, django_assert_num_queries: object) -> None:
    for number in range(40):
        facts("flow", APRIL + timedelta(days=number), number)
    count()
    with django_assert_num_queries(3):  # type: ignore[operator]
        api.everything(LOOKER, 2025)
