"""Who is absent, and who may say so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from madoguchi.engines.organisation import api
from madoguchi.engines.organisation.actions.absences import end_absence, enter_absence
from madoguchi.engines.organisation.models import Absence
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user

from .conftest import goes

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def acting(user, *, may=()):
    """Someone as an actor, with rights that a manifest would give."""
    from dataclasses import replace

    actor = User.objects.get(pk=user.pk).as_actor()
    return replace(actor, permissions=actor.permissions | set(may))


def enter(actor, user, now, **changes):
    values = {"start": now, "end": now + 8 * HOUR, "kind": "leave"} | changes
    return enter_absence(actor, user_id=user.pk, **values)


def test_one_enters_ones_own_and_comes_back_early(office, now, as_application):
    absence = enter(acting(office.clerk), office.clerk, now - HOUR, end=now + HOUR)
    assert api.is_absent(office.clerk.pk, now)
    assert api.is_absent(office.clerk.pk, now - HOUR)
    assert not api.is_absent(office.clerk.pk, now + HOUR)
    assert not api.is_absent(office.head.pk, now)
    end_absence(acting(office.clerk), absence_id=absence.pk, at=now)
    assert not api.is_absent(office.clerk.pk, now)
    assert api.is_absent(office.clerk.pk, now - timedelta(minutes=1))


def test_heads_enter_for_their_own_and_nobody_elses(office, now):
    other = make_user("o-other", "他課　六郎", "建築課")
    lead = {"organisation.lead"}
    enter(acting(office.head, may=lead), office.clerk, now)
    enter(acting(office.director, may=lead), office.head, now)
    enter(acting(make_user("o-admin", "管理　七郎", "情報推進課", ["administrator"])), other, now)
    for actor in (acting(office.head, may=lead), acting(office.first), acting(office.second, may=lead)):
        with pytest.raises(Forbidden):
            enter(actor, other, now + 24 * HOUR, end=now + 30 * HOUR)
    with pytest.raises(Forbidden):
        enter(acting(office.head, may=lead), office.director, now)


def test_two_absences_do_not_overlap(office, now):
    enter(acting(office.clerk), office.clerk, now)
    with pytest.raises(Refused, match="既に不在の入力"):
        enter(acting(office.clerk), office.clerk, now + HOUR)
    enter(acting(office.clerk), office.clerk, now + 8 * HOUR, end=now + 9 * HOUR)


def test_the_database_itself_refuses_an_overlap_and_an_endless_absence(office, now):
    absence = goes(office.clerk)
    for span in (
        DateTimeTZRange(absence.span.lower + HOUR, absence.span.upper + HOUR),
        DateTimeTZRange(absence.span.upper, None),
        DateTimeTZRange(None, absence.span.lower),
        DateTimeTZRange(absence.span.upper, absence.span.upper),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(user=office.clerk, span=span, kind="leave", enterer="試験")


def test_what_makes_no_sense_is_refused_in_words(office, now):
    me = acting(office.clerk)
    for words, changes in (
        ("始まりより後", {"end": now}),
        ("過ぎた時間", {"start": now - 9 * HOUR, "end": now - HOUR}),
        ("3年", {"end": now + timedelta(days=1200)}),
        ("種類", {"kind": "fun"}),
    ):
        with pytest.raises(Refused, match=words):
            enter(me, office.clerk, now, **changes)
    assert not Absence.objects.exists()


def test_who_was_first_is_said(office, now):
    absence = goes(office.clerk, since=2)
    end_absence(acting(office.clerk), absence_id=absence.pk)
    with pytest.raises(Refused, match="取り消されています（戸籍課　主事　五郎）"):
        end_absence(acting(office.clerk), absence_id=absence.pk)
    current = goes(office.clerk)
    end_absence(acting(office.clerk), absence_id=current.pk)
    with pytest.raises(Refused, match="もう"):
        end_absence(acting(office.clerk), absence_id=current.pk)


def test_a_cancelled_absence_leaves_room(office, now, as_application):
    absence = goes(office.clerk, since=2)
    end_absence(acting(office.clerk), absence_id=absence.pk)
    goes(office.clerk, since=2)
    assert Absence.objects.count() == 2


def test_a_closed_log_in_counts_as_absent(office, now):
    office.head.is_active = False
    office.head.save()
    assert api.is_absent(office.head.pk, now)
    assert office.head.pk in api.away(now)


def test_each_act_leaves_one_entry_without_names(office, now):
    before = Entry.objects.count()
    absence = enter(acting(office.clerk), office.clerk, now)
    end_absence(acting(office.clerk), absence_id=absence.pk, at=now + HOUR)
    entries = list(Entry.objects.order_by("id")[before:])
    assert [entry.action for entry in entries] == ["organisation.absent", "organisation.back"]
    assert {entry.subject for entry in entries} == {f"staff:{office.clerk.pk}"}
    assert not any("五郎" in str(entry.detail) or "leave" in str(entry.detail) for entry in entries)
