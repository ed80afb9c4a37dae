"""Closed figures never change, and changes explain the difference between two closed days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.systems.window.population.actions import close, close_due
from madoguchi.systems.window.population.checking import differing
from madoguchi.systems.window.population.models import ClosedChange, ClosedDay

from .conftest import CLERK, Close, arrive

TODAY = timezone.localdate
PAIR = (("山田　太郎", "1", 40, False), ("山田　花子", "2", 38, False))
FOREIGNER = ("SILVA JOAO", "1", 30, True)


def days(*ago: int) -> list[date]:
    """Days before today."""
    return [TODAY() - timedelta(days=each) for each in ago]


def causes(closed: ClosedDay) -> dict[str, int]:
    """Persons by cause."""
    found: dict[str, int] = {}
    for row in closed.changes.all():
        found[row.cause] = found.get(row.cause, 0) + row.persons
    return found


def test_a_day_is_closed_by_town_age_sex_nationality_and_household(close_now: Close) -> None:
    arrive(*PAIR)
    arrive(FOREIGNER, town="めいわ")
    closed = close_now(TODAY())
    assert (closed.total, closed.men, closed.women, closed.foreigners, closed.households) == (3, 2, 1, 1, 2)
    assert [(row["town"], row["men"], row["households"]) for row in closed.tables["towns"]] == [
        ("めいわ", 1, 1),
        ("大日", 1, 1),
    ]
    assert closed.tables["countries"] == [{"country": "ブラジル", "men": 1, "women": 0, "unstated": 0}]
    assert {row["kind"]: row["households"] for row in closed.tables["kinds"]} == {"foreign": 1, "japanese": 1}
    assert sorted(row["age"] for row in closed.tables["ages"]) == [30, 38, 40]


def test_what_is_recorded_late_changes_the_next_day_and_never_a_closed_one(close_now: Close) -> None:
    arrive(*PAIR)
    first = close_now(days(1)[0])
    arrive(FOREIGNER, on=days(15)[0])
    second = close_now(TODAY())
    first.refresh_from_db()
    assert (first.total, second.total) == (2, 3)
    assert causes(second) == {"move_in": 1}
    assert differing() == []


def test_births_deaths_and_moves_within_the_town_are_told_apart(close_now: Close) -> None:
    act = arrive(*PAIR)
    close_now(days(1)[0])
    house = next(iter(view().houses_of(persons(act)).values()))
    notice = api.Notice(event_on=TODAY(), notified_on=TODAY(), expected={house.id: house.revision})
    api.death(CLERK, notice=notice, household_id=house.id, person_id=house.members[1].person_id)
    closed = close_now(TODAY() + timedelta(days=1))
    assert causes(closed) == {"death": 1}
    assert closed.total == 1


def test_a_cancelled_entry_is_taken_back_and_a_cancelled_removal_restored(close_now: Close) -> None:
    wrong, right = arrive(*PAIR), arrive(FOREIGNER)
    close_now(days(3)[0])
    api.cancel(CLERK, notice=api.Notice(event_on=TODAY()), act_id=wrong.pk, reason="誤り")
    house = next(iter(view().houses_of(persons(right)).values()))
    notice = api.Notice(event_on=TODAY() - timedelta(days=2), notified_on=TODAY(), expected={house.id: house.revision})
    gone = api.death(CLERK, notice=notice, household_id=house.id, person_id=house.members[0].person_id)
    second = close_now(days(1)[0])
    assert causes(second) == {"taken_back": 2, "death": 1}
    api.cancel(CLERK, notice=api.Notice(event_on=TODAY()), act_id=gone.pk, reason="人違い")
    third = close_now(TODAY())
    assert causes(third) == {"restored": 1}
    assert (second.total, third.total) == (0, 1)
    assert differing() == []


def persons(act: api.Act) -> list[int]:
    """Who came with an act."""
    return [found.pk for found in api.Person.objects.all() if act in view().acts(found.pk)]


def view() -> api.PeopleView:
    """The clerk's view."""
    return api.visible_to(CLERK)


def test_the_night_closes_every_day_that_was_missed(close_now: Close) -> None:
    close_now(days(4)[0])
    assert close_due(SYSTEM_ACTOR) == 3
    assert close_due(SYSTEM_ACTOR) == 0
    assert list(ClosedDay.objects.order_by("day").values_list("day", flat=True)) == days(4, 3, 2, 1)
    assert Entry.objects.filter(action="population.close").count() == 4


def test_a_day_is_closed_once_and_none_before_it(db: None) -> None:
    yesterday, before = days(1, 2)
    closed = close(CLERK, day=yesterday)
    assert close(CLERK, day=yesterday) == closed
    with pytest.raises(api.Refused, match="後の日"):
        close(CLERK, day=before)


def test_today_cannot_be_closed(db: None) -> None:
    with pytest.raises(api.Refused, match="終わっていない"):
        close(CLERK, day=TODAY())


def test_only_those_who_may_close_do(db: None) -> None:
    with pytest.raises(Forbidden):
        close(Actor(9, "道路　四郎", "道路管理課"), day=days(1)[0])


def test_the_database_holds_one_line_of_days(close_now: Close) -> None:
    first = close_now(days(2)[0])
    close_now(days(1)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedDay.objects.create(
            day=TODAY(), previous=first, known_at=timezone.now(), men=0, women=0, foreigners=0, households=0, tables={}
        )


def test_an_altered_figure_is_found(close_now: Close) -> None:
    arrive(*PAIR)
    close_now(days(2)[0])
    arrive(FOREIGNER)
    second = close_now(days(1)[0])
    ClosedDay.objects.filter(pk=second.pk).update(men=99)
    assert differing() == [second.day]
    ClosedDay.objects.filter(pk=second.pk).update(men=2)
    ClosedChange.objects.filter(closed_day=second).update(persons=7)
    assert differing() == [second.day]
