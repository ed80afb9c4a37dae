"""A family of the town, and closing a day at this very moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.foundation.access import Actor
from madoguchi.systems.window.population.actions import write
from madoguchi.systems.window.population.models import ClosedDay
from madoguchi.systems.window.population.queries import latest

RIGHTS = frozenset(
    {
        "people.act",
        "people.view",
        "people.item.history",
        "people.item.relation",
        "people.protection.see",
        "population.close",
    }
)
CLERK = Actor(7, "窓口　一子", "窓口サービス課", RIGHTS)
OLD = api.Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番1号")

Close = Callable[[date], ClosedDay]


def address(town: str) -> api.Address:
    """An address of the town."""
    return api.Address(prefecture="千葉県", city="四街道市", town=town, lot="1番地", lg_code="122289")


def arrive(*people: tuple[str, str, int, bool], town: str = "大日", on: date | None = None) -> api.Act:
    """A household moves in: name, sex, age, foreign; the first is the head."""
    today = timezone.localdate()
    newcomers = [
        api.Newcomer(
            facts=api.PersonFacts(
                name=name, name_kana="カナ", birth_on=today - timedelta(days=366 * age), sex=sex, is_foreign=foreign
            ),
            relation=("02",) if index == 0 else ("99",),
            permit=api.PermitFacts(country="ブラジル", status="永住者", article30_45="1") if foreign else None,
        )
        for index, (name, sex, age, foreign) in enumerate(people)
    ]
    notice = api.Notice(event_on=on or today - timedelta(days=20), notified_on=today)
    return api.move_in(CLERK, notice=notice, newcomers=newcomers, address=address(town), previous=OLD)


@pytest.fixture
def close_now(db: None) -> Close:
    """Closes a day with what is recorded up to now, as the night's work does with what is recorded up to midnight."""

    def close(day: date) -> ClosedDay:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment = cursor.fetchone()[0]
        return write(CLERK, api.Moment(day, moment), latest())

    return close
