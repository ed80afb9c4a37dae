"""Entries are tied together as they are written."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Actor
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.audit.chain import Said, content_of, end_of, genesis, link
from madoguchi.foundation.audit.models import Entry, Lane
from madoguchi.foundation.audit.writing import LANES

from .chains import broken

pytestmark = pytest.mark.django_db
CLERK = Actor(user_id=7, name="窓口　一子", division="窓口サービス課", purpose="届出の受付")


def test_a_new_town_has_its_lanes_each_with_its_beginning(town):
    heads = dict(Lane.objects.filter(position=0).values_list("pk", "head"))
    assert Lane.objects.count() == LANES
    assert all(bytes(head) == genesis(number) for number, head in heads.items())


def test_an_entry_says_who_did_what_when_and_why():
    before = timezone.now()
    entry = record(CLERK, action="people.move_in", subject="act:9", detail={"persons": [1, 2]})
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.user_id, kept.actor, kept.division) == (7, "窓口サービス課　窓口　一子", "窓口サービス課")
    assert (kept.action, kept.subject, kept.purpose) == ("people.move_in", "act:9", "届出の受付")
    assert kept.detail == entry.detail == {"persons": [1, 2]}
    assert before <= kept.at == entry.at <= timezone.now()
    assert bytes(kept.digest) == entry.digest


def test_an_entry_is_tied_to_the_one_before_it():
    first = record(CLERK, action="people.look", subject="person:1")
    second = record(CLERK, action="people.look", subject="person:2")
    assert (second.lane_id, second.position) == (first.lane_id, first.position + 1)
    assert second.digest == link(end_of([first.digest]), second.pk, bytes(second.content))
    lane = Lane.objects.get(pk=second.lane_id)
    assert (bytes(lane.head), lane.position) == (end_of([second.digest]), second.position)
    assert broken() == []


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_many_looks_stand_in_their_order(count):
    before = Entry.objects.count()
    record_looks(CLERK, action="people.search", subjects=(f"person:{number}" for number in range(count)))
    record(CLERK, action="people.look", subject="person:1")
    subjects = list(Entry.objects.filter(action="people.search").order_by("id").values_list("subject", flat=True))
    assert subjects == [f"person:{number}" for number in range(count)]
    assert Entry.objects.count() == before + count + 1
    assert broken() == []


def test_one_look_or_ten_thousand_cost_one_statement(django_assert_num_queries):
    record(CLERK, action="people.look", subject="person:1")
    with django_assert_num_queries(1):
        record_looks(CLERK, action="people.look", subjects=["person:1"])
    with django_assert_num_queries(1):
        record_looks(CLERK, action="people.search", subjects=[f"person:{number}" for number in range(10_000)])
    assert broken() == []


def test_what_is_taken_back_leaves_the_chain_whole():
    first = record(CLERK, action="people.look", subject="person:1")
    with transaction.atomic():
        record(CLERK, action="people.move_in", subject="act:1")
        record_looks(CLERK, action="people.look", subjects=["person:1", "person:2"])
        transaction.set_rollback(True)
    last = record(CLERK, action="people.look", subject="person:3")
    assert last.position == first.position + 1
    assert not Entry.objects.filter(subject="act:1").exists()
    assert broken() == []


@pytest.mark.parametrize("detail", [{"share": 0.5}, {"rows": [1, {"x": 1.0}]}, {"much": float("inf")}])
def test_fractions_are_refused_for_their_text_is_not_one_for_all(detail):
    with pytest.raises(ValueError, match="whole numbers"):
        record(CLERK, action="x", subject="y", detail=detail)


def test_a_detail_means_the_same_when_the_database_gives_it_back():
    detail = {10: "ten", 2: ("a", None, True), "字": {"z": 1, "a": -(10**30)}}
    entry = record(SYSTEM_ACTOR, action="x", subject="y", detail=detail)
    kept = Entry.objects.get(pk=entry.pk)
    assert kept.detail == {"10": "ten", "2": ["a", None, True], "字": {"z": 1, "a": -(10**30)}}
    assert broken() == []


def test_the_same_moment_in_another_zone_is_the_same_content():
    here = timezone.localtime(datetime(2026, 11, 25, 3, 0, 0, 1, tzinfo=UTC))
    said = {"user_id": None, "actor": "a", "division": "", "appointment_id": None, "action": "x", "subject": "y"}
    rest = {**said, "purpose": "", "emergency": "", "detail": {}}
    assert content_of(Said(at=here, **rest)) == content_of(Said(at=here.astimezone(UTC), **rest))


def test_the_database_itself_ties_as_the_rule_does():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256(%s::bytea || int8send(%s) || %s::bytea)", [b"\x01" * 32, 2**40, b"\x02" * 32])
        assert bytes(cursor.fetchone()[0]) == link(b"\x01" * 32, 2**40, b"\x02" * 32)
