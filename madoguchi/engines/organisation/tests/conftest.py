"""A section with its head, two chiefs of its subsections, a clerk; and the department above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.organisation import api
from madoguchi.engines.organisation.actions.absences import enter_absence
from madoguchi.engines.organisation.seats import Seat
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.actions.staff import add_division
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.testing.staff import make_user


@dataclass
class Office:
    """The people of 市民部 and its 戸籍課."""

    director: User
    head: User
    first: User
    second: User
    clerk: User

    def seat(self, user: User) -> Seat:
        """The seat of someone today."""
        found = api.seat(Appointment.objects.get(user=user).pk, timezone.localdate())
        assert found
        return found


@pytest.fixture
def office(town: object) -> Office:
    """Everyone is there."""
    department = add_division(SYSTEM_ACTOR, code="9000", name="市民部", start=None)
    add_division(SYSTEM_ACTOR, code="9010", name="戸籍課", start=None, parent_id=department.pk)
    return Office(
        make_user("o-bucho", "部長　一郎", "市民部", ["head"], "部長"),
        make_user("o-kacho", "課長　二郎", "戸籍課", ["head"], "課長"),
        make_user("o-kakari1", "係長　三郎", "戸籍課", ["supervisor"], "係長"),
        make_user("o-kakari2", "係長　四郎", "戸籍課", ["supervisor"], "係長"),
        make_user("o-shuji", "主事　五郎", "戸籍課", [], "主事"),
    )


@pytest.fixture
def now() -> datetime:
    """This moment."""
    return timezone.now()


def division(name: str) -> Division:
    """A division by its name."""
    return Division.objects.get(name=name)


def goes(user: User, hours: float = 8, since: float = 0.0) -> api.Absence:
    """Someone leaves for some hours, from so many hours from now."""
    begin = timezone.now() + timedelta(hours=since)
    return enter_absence(SYSTEM_ACTOR, user_id=user.pk, start=begin, end=begin + timedelta(hours=hours), kind="trip")
