"""Who sits where on a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.engines.organisation import api
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.models import Appointment
from madoguchi.foundation.testing.staff import appoint, make_user

from .conftest import division

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_seat_says_who_where_and_as_what(office, today):
    seat = office.seat(office.head)
    assert (seat.name, seat.division, seat.post, seat.roles, seat.is_main) == (
        "課長　二郎",
        "戸籍課",
        "課長",
        ("head",),
        True,
    )
    assert (seat.user_id, seat.division_id, seat.line) == (office.head.pk, division("戸籍課").pk, ("9000", "9010"))
    assert api.seat(seat.appointment_id, date(2019, 1, 1)) is None
    assert api.seat(0, today) is None


def test_a_seat_that_ended_is_none_from_that_day_on(office, today):
    seat = office.seat(office.clerk)
    end_appointment(SYSTEM_ACTOR, appointment_id=seat.appointment_id, on=today, reason="退職")
    assert api.seat(seat.appointment_id, today) is None
    assert api.seat(seat.appointment_id, today - timedelta(days=1)) == seat
    assert api.last_seats([seat.appointment_id]) == {seat.appointment_id: seat}


def test_those_in_a_division_come_by_post(office, today):
    there = api.seats_in(division("戸籍課").pk, today)
    assert [seat.post for seat in there] == ["課長", "係長", "係長", "主事"]
    assert [seat.name for seat in api.seats_in(division("戸籍課").pk, today, post="主事")] == ["主事　五郎"]
    assert [seat.name for seat in api.seats_in(division("戸籍課").pk, today, role="supervisor")] == [
        "係長　三郎",
        "係長　四郎",
    ]
    assert [seat.name for seat in api.heads_of(division("戸籍課").pk, today)] == ["課長　二郎"]
    assert [seat.name for seat in api.heads_of(division("市民部").pk, today)] == ["部長　一郎"]


def test_the_line_leads_to_the_top(office, today):
    assert [each.name for each in api.line_of(division("戸籍課").pk, today)] == ["戸籍課", "市民部"]
    assert api.line_of(0, today) == ()


def test_the_seats_of_one_person(office, today):
    appoint(office.clerk, "市民部", [], is_main=False)
    assert [(seat.division, seat.is_main) for seat in api.seats_of(office.clerk.pk, today)] == [
        ("戸籍課", True),
        ("市民部", False),
    ]


def test_many_seats_cost_two_queries(office, today):
    for number in range(30):
        make_user(f"many-{number}", f"多数　{number}", "戸籍課")
    ids = list(Appointment.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as captured:
        assert len(api.seats(ids, today)) == len(ids)
    assert len(captured) == 2
