"""代決: who decides in whose place, and who says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.engines.organisation import api
from madoguchi.engines.organisation.actions.deputies import Place, end_deputy, set_deputy
from madoguchi.engines.organisation.models import Deputy
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import appoint, make_user

from .conftest import division, goes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def names(seats):
    return [seat.name for seat in seats]


def lead(user):
    actor = User.objects.get(pk=user.pk).as_actor()
    return replace(actor, permissions=actor.permissions | {"organisation.lead"})


def post(name, title):
    return Place(division_id=division(name).pk, post=title)


def chair(user):
    return Place(appointment_id=Appointment.objects.get(user=user, is_main=True).pk)


def setting(actor=SYSTEM_ACTOR, **values):
    return set_deputy(actor, **{"order": 1, "start": timezone.localdate()} | values)


def test_who_is_there_needs_nobody(office, now):
    assert api.deputies_of(office.seat(office.head), now) == ()
    assert api.covers(office.first.pk, now) == ()


def test_by_default_the_next_post_stands_in(office, now):
    goes(office.head)
    seat, now = office.seat(office.head), timezone.now()
    assert names(api.deputies_of(seat, now)) == ["係長　三郎", "係長　四郎"]
    assert names(api.covers(office.first.pk, now)) == ["課長　二郎"]
    assert api.covers(office.clerk.pk, now) == ()
    assert api.deputies_of(seat, now + DAY) == ()


def test_the_department_is_led_by_the_section_where_it_has_nobody_else(office):
    goes(office.director)
    now = timezone.now()
    assert names(api.deputies_of(office.seat(office.director), now)) == ["課長　二郎"]
    assert names(api.covers(office.head.pk, now)) == ["部長　一郎"]


def test_deputies_who_are_away_are_passed_over(office):
    goes(office.head)
    goes(office.first)
    seat = office.seat(office.head)
    assert names(api.deputies_of(seat, timezone.now())) == ["係長　四郎"]
    assert api.covers(office.first.pk, timezone.now()) == ()
    goes(office.second)
    assert api.deputies_of(seat, timezone.now()) == ()


def test_what_was_set_for_a_post_replaces_the_default(office):
    setting(of=post("戸籍課", "課長"), by=post("戸籍課", "主事"))
    setting(of=post("戸籍課", "課長"), by=chair(office.second), order=2)
    goes(office.head)
    seat = office.seat(office.head)
    assert names(api.deputies_of(seat, timezone.now())) == ["主事　五郎"]
    goes(office.clerk)
    assert names(api.deputies_of(seat, timezone.now())) == ["係長　四郎"]
    assert names(api.covers(office.second.pk, timezone.now())) == ["課長　二郎", "主事　五郎"][:1]


def test_what_was_set_for_the_seat_itself_stands_alone(office):
    setting(of=post("戸籍課", "課長"), by=post("戸籍課", "主事"))
    setting(of=chair(office.head), by=chair(office.director))
    goes(office.head)
    assert names(api.deputies_of(office.seat(office.head), timezone.now())) == ["部長　一郎"]
    assert names(api.covers(office.director.pk, timezone.now())) == ["課長　二郎"]
    assert api.covers(office.clerk.pk, timezone.now()) == ()


def test_from_tomorrow_means_nothing_today(office):
    setting(of=post("戸籍課", "課長"), by=post("戸籍課", "主事"), start=timezone.localdate() + DAY)
    goes(office.head, hours=48)
    seat = office.seat(office.head)
    assert names(api.deputies_of(seat, timezone.now())) == ["係長　三郎", "係長　四郎"]
    assert names(api.deputies_of(seat, timezone.now() + DAY)) == ["主事　五郎"]


def test_a_vacant_seat_is_stood_in_for_until_a_successor_comes(office):
    seat, today = office.seat(office.head), timezone.localdate()
    end_appointment(SYSTEM_ACTOR, appointment_id=seat.appointment_id, on=today, reason="退職")
    assert names(api.deputies_of(seat, timezone.now())) == ["係長　三郎", "係長　四郎"]
    assert api.covers(office.first.pk, timezone.now()) == (seat,)
    make_user("o-next", "新課長　八郎", "戸籍課", ["head"], "課長")
    assert api.deputies_of(seat, timezone.now()) == ()
    assert api.covers(office.first.pk, timezone.now()) == ()


def test_nobody_stands_in_for_oneself_in_another_seat(office):
    appoint(office.head, "市民部", [], "次長", is_main=False)
    goes(office.head)
    setting(of=chair(office.head), by=post("市民部", "次長"))
    seat = next(seat for seat in api.seats_of(office.head.pk, timezone.localdate()) if seat.post == "課長")
    assert api.deputies_of(seat, timezone.now()) == ()
    with pytest.raises(Refused, match="自分で自分"):
        setting(of=chair(office.first), by=chair(office.first), order=2)
    with pytest.raises(Refused, match="自分で自分"):
        setting(of=post("戸籍課", "課長"), by=post("戸籍課", "課長"))


def test_the_head_of_the_division_sets_deputies_and_no_other(office):
    setting(lead(office.head), of=post("戸籍課", "課長"), by=chair(office.first))
    setting(lead(office.director), of=post("戸籍課", "課長"), by=chair(office.second), order=2)
    for actor in (lead(office.first), User.objects.get(pk=office.head.pk).as_actor("").__class__(1, "他人")):
        with pytest.raises(Forbidden):
            setting(actor, of=post("戸籍課", "課長"), by=chair(office.second), order=3)
    with pytest.raises(Forbidden):
        setting(lead(office.head), of=post("市民部", "部長"), by=chair(office.head))


def test_one_order_is_taken_once(office):
    setting(of=post("戸籍課", "課長"), by=chair(office.first))
    with pytest.raises(Refused, match="その順位"):
        setting(of=post("戸籍課", "課長"), by=chair(office.second))
    setting(of=post("戸籍課", "係長"), by=chair(office.clerk))


def test_an_end_is_kept_and_told(office, as_application):
    today = timezone.localdate()
    deputy = setting(of=post("戸籍課", "課長"), by=chair(office.first), start=today - 5 * DAY)
    end_deputy(lead(office.head), deputy_id=deputy.pk, on=today + DAY)
    assert Deputy.objects.on(today).exists() and not Deputy.objects.on(today + DAY).exists()
    with pytest.raises(Refused, match="戸籍課　課長　二郎"):
        end_deputy(lead(office.head), deputy_id=deputy.pk, on=today + DAY)
    later = setting(of=post("戸籍課", "課長"), by=chair(office.first), start=today + 5 * DAY)
    assert end_deputy(SYSTEM_ACTOR, deputy_id=later.pk, on=today).cancelled


def test_what_is_not_there_is_refused(office):
    today = timezone.localdate()
    for words, values in (
        ("職名", {"of": post("戸籍課", " ")}),
        ("順位", {"order": 0}),
        ("終わりの日", {"end": today}),
        ("有効ではありません", {"of": chair(office.first), "start": today.replace(year=2015)}),
    ):
        with pytest.raises(Refused, match=words):
            setting(**{"of": post("戸籍課", "課長"), "by": chair(office.second), **values})


def test_the_database_itself_holds_the_rules(office):
    deputy = setting(of=post("戸籍課", "課長"), by=chair(office.first))
    seat = chair(office.first).appointment_id
    for changes in (
        {"post": ""},
        {"appointment_id": seat},
        {"appointment_id": seat, "post": ""},
        {"by_appointment": None},
        {"by_appointment": None, "by_post": "課長"},
        {"order": 0},
        {"valid": (timezone.localdate(), timezone.localdate())},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deputy.objects.filter(pk=deputy.pk).update(**changes)
    deputy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        deputy.save(force_insert=True)


def test_each_act_leaves_one_entry_without_names(office):
    before = Entry.objects.count()
    deputy = setting(of=post("戸籍課", "課長"), by=chair(office.first))
    end_deputy(SYSTEM_ACTOR, deputy_id=deputy.pk, on=timezone.localdate() + DAY)
    entries = list(Entry.objects.order_by("id")[before:])
    assert [entry.action for entry in entries] == ["organisation.set_deputy", "organisation.end_deputy"]
    assert not any("三郎" in str(entry.detail) for entry in entries)


def test_both_directions_agree_and_cost_no_more_for_many(office):
    for number in range(20):
        user = make_user(f"n-{number}", f"多数　{number}", "戸籍課", [], ("係長", "主事", "課長")[number % 3])
        if number % 4 == 0:
            goes(user)
    goes(office.head)
    goes(office.director)
    now, today = timezone.now(), timezone.localdate()
    everyone = [seat for name in ("戸籍課", "市民部") for seat in api.seats_in(division(name).pk, today)]
    with CaptureQueriesContext(connection) as captured:
        found = api.deputies_for(everyone, now)
    assert len(captured) <= 4
    pairs = {(seat.appointment_id, each.user_id) for seat, there in found.items() for each in there}
    assert pairs
    back = set()
    for seat in everyone:
        with CaptureQueriesContext(connection) as captured:
            back |= {(over.appointment_id, seat.user_id) for over in api.covers(seat.user_id, now)}
        assert len(captured) <= 8
    assert back == pairs
