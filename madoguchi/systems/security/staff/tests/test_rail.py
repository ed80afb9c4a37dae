"""The drawing of appointments, without a database."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from madoguchi.foundation.access.models import Appointment, Division
from madoguchi.systems.security.staff.rail import LEFT, RIGHT, draw

TODAY = date(2026, 11, 25)


def seat(name: str, start: date, end: date | None = None, *, main: bool = True) -> Appointment:
    return Appointment(division=Division(name=name), post="主事", is_main=main, valid=DateRange(start, end))


def test_bars_stand_in_the_order_of_time_and_say_what_they_are():
    rail = draw(
        [
            seat("窓口サービス課", date(2023, 4, 1)),
            seat("課税課", date(2019, 4, 1), date(2023, 4, 1)),
            seat("国保年金課", date(2027, 1, 4), main=False),
        ],
        today=TODAY,
    )
    assert [bar.text for bar in rail.bars] == ["課税課　主事", "窓口サービス課　主事", "国保年金課　主事"]
    assert [bar.state for bar in rail.bars] == ["past", "now", "later"]
    assert rail.bars[0].under == "本務・H31.4.1〜R5.3.31"
    assert rail.bars[2].under.startswith("兼務・R9.1.4")
    first, second = rail.bars[:2]
    assert first.x + first.width == pytest.approx(second.x)
    assert rail.marks[0].x == LEFT
    assert "課税課　主事（本務・H31.4.1〜R5.3.31）" in rail.alternative


def test_nothing_leaves_the_drawing():
    for rows in (
        [seat("建築課", TODAY)],
        [seat("建築課", date(1985, 4, 1))],
        [seat("建築課", date(2030, 4, 1), date(2030, 4, 2))],
    ):
        rail = draw(rows, today=TODAY)
        assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT + 4 for bar in rail.bars)
        assert LEFT <= rail.today <= RIGHT
        assert sum(bool(mark.text) for mark in rail.marks) <= 16
