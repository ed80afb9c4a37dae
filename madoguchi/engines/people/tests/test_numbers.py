"""個人番号: sealed wherever they lie, and opened only by two people, for some minutes, for one purpose."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.actions.bulk import Batch
from madoguchi.engines.people.models import IndividualNumber, Opening, Person
from madoguchi.engines.people.purposes import time_open
from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.codes import individual_number_check_digit
from madoguchi.foundation.vault.rotation import rotate

from .stories import ids, person

NUMBER = "12345678901" + individual_number_check_digit("12345678901")
EVERY_TEXT = """
SELECT table_name, string_agg(format('%I::text', column_name), ' || ')
  FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY 1
"""


@pytest.fixture
def bearer(story, family, today):
    """太郎, whose number is recorded."""
    one = family.head.person_id
    api.set_individual_number(story.actor, notice=story.notice(today - timedelta(days=30)), person_id=one, value=NUMBER)
    return one


def ask(actor, *people, **changes):
    values = {"purpose": "use", "reason": "国民健康保険の資格の確認", **changes}
    return api.ask_opening(actor, person_ids=people, **values)


def tables_with(text: str) -> list[str]:
    """Tables of the town in any column of any row of which the text stands."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY_TEXT)
        queries = cursor.fetchall()
        found = []
        for table, columns in queries:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE %s)", [f"%{text}%"])
            found += [table] if cursor.fetchone()[0] and columns else []
    return found


def test_two_people_open_a_number_and_it_is_logged(story, chief, bearer):
    opening = ask(story.actor, bearer)
    with pytest.raises(api.Refused, match="承認されていない"):
        api.individual_numbers(story.actor, opening_id=opening.pk)
    before = timezone.now()
    opening = api.decide_opening(chief, opening_id=opening.pk, approve=True)
    assert timedelta(minutes=15) <= opening.open_until - before < timedelta(minutes=16)
    assert api.individual_numbers(story.actor, opening_id=opening.pk) == {bearer: NUMBER}
    api.individual_numbers(story.actor, opening_id=opening.pk)
    entries = Entry.objects.filter(action="people.open_number", subject=f"person:{bearer}", user_id=story.actor.user_id)
    assert [entry.detail for entry in entries] == [{"opening": opening.pk, "purpose": "use"}] * 2
    assert api.open_now(story.actor, person_ids=[bearer]) == [opening]
    assert api.open_now(story.actor, person_ids=[bearer], purpose="certificate") == []
    assert api.open_now(chief, person_ids=[bearer]) == []


def test_the_number_stands_in_no_table(story, chief, bearer):
    opening = ask(story.actor, bearer)
    api.decide_opening(chief, opening_id=opening.pk, approve=True)
    api.individual_numbers(story.actor, opening_id=opening.pk)
    assert tables_with(NUMBER) == []
    assert tables_with("太郎")  # the search does find what is there


def test_only_who_asked_sees_it_and_only_in_time(story, chief, bearer):
    opening = ask(story.actor, bearer)
    api.decide_opening(chief, opening_id=opening.pk, approve=True)
    other = Actor(9, "窓口　三子", permissions=story.actor.permissions)
    for actor in (chief, other, SYSTEM_ACTOR):
        with pytest.raises(Forbidden):
            api.individual_numbers(actor, opening_id=opening.pk)
    with pytest.raises(Forbidden):
        api.individual_numbers(story.actor, opening_id=opening.pk + 1)
    Opening.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(api.Refused, match="時間が過ぎ"):
        api.individual_numbers(story.actor, opening_id=opening.pk)
    assert api.open_now(story.actor, person_ids=[bearer]) == []


def test_nobody_decides_on_their_own(story, bearer):
    both = Actor(7, "窓口　一子", permissions=story.actor.permissions | {"people.number.approve"})
    opening = ask(both, bearer)
    with pytest.raises(api.Refused, match="自分では承認できません"):
        api.decide_opening(both, opening_id=opening.pk, approve=True)
    with pytest.raises(Forbidden):
        api.decide_opening(story.actor, opening_id=opening.pk, approve=True)


def test_one_decision_counts(story, chief, bearer):
    opening = ask(story.actor, bearer)
    with pytest.raises(api.Refused, match="理由"):
        api.decide_opening(chief, opening_id=opening.pk, approve=False)
    api.decide_opening(chief, opening_id=opening.pk, approve=False, comment="対象が広すぎます")
    with pytest.raises(api.Refused, match="既に「却下」"):
        api.decide_opening(chief, opening_id=opening.pk, approve=True)
    with pytest.raises(api.Refused, match="既に「却下」"):
        api.withdraw_opening(story.actor, opening_id=opening.pk)
    with pytest.raises(api.Refused):
        api.individual_numbers(story.actor, opening_id=opening.pk)


def test_who_asked_may_withdraw_or_end_it(story, chief, bearer):
    opening = ask(story.actor, bearer)
    stranger = Actor(9, "窓口　三子", permissions=story.actor.permissions)
    with pytest.raises(api.Refused, match="求めた人だけ"):
        api.withdraw_opening(stranger, opening_id=opening.pk)
    decided = ask(story.actor, bearer)
    api.decide_opening(chief, opening_id=decided.pk, approve=True)
    with pytest.raises(api.Refused, match="求めた人だけ"):  # a stranger is not told what was decided, nor by whom
        api.withdraw_opening(stranger, opening_id=decided.pk)
    assert api.withdraw_opening(story.actor, opening_id=opening.pk).state == "withdrawn"
    opening = ask(story.actor, bearer)
    api.decide_opening(chief, opening_id=opening.pk, approve=True)
    api.close_opening(story.actor, opening_id=opening.pk)
    for act in (api.close_opening, api.individual_numbers):
        with pytest.raises(api.Refused):
            act(story.actor, opening_id=opening.pk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"reason": "　"}, "理由"), ({"purpose": "curiosity"}, "目的を選んで")],
)
def test_a_wish_without_purpose_or_reason_is_refused(story, bearer, changes, words):
    with pytest.raises(api.Refused, match=words):
        ask(story.actor, bearer, **changes)
    with pytest.raises(api.Refused, match="1人から20人"):
        ask(story.actor)
    with pytest.raises(api.Refused, match="1人から20人"):
        ask(story.actor, *range(21))
    with pytest.raises(Person.DoesNotExist):
        ask(story.actor, bearer, 999_999)
    with pytest.raises(Person.DoesNotExist):
        ask(story.actor, 999_999)
    assert not Opening.objects.exists()


def test_a_double_click_asks_once(story, bearer):
    mark = uuid.uuid4()
    assert ask(story.actor, bearer, submission=mark) == ask(story.actor, bearer, submission=mark)
    assert Entry.objects.filter(action="people.ask_number").count() == 1


def test_who_has_no_number_is_shown_without_one(story, chief, family, bearer):
    one, two = ids(family)[:2]
    opening = ask(story.actor, two, one)
    api.decide_opening(chief, opening_id=opening.pk, approve=True)
    assert api.individual_numbers(story.actor, opening_id=opening.pk) == {two: "", one: NUMBER}


def test_lists_hold_ones_own_or_all_for_who_decides(story, chief, bearer):
    opening = ask(story.actor, bearer)
    other = Actor(9, "窓口　三子", permissions=story.actor.permissions)
    assert list(api.openings(story.actor)) == list(api.openings(chief)) == [opening]
    assert not api.openings(other)
    with pytest.raises(Forbidden):
        api.openings(Actor(3, "道路　四郎"))


NOW = timezone.now()
WRONG = [
    {"state": "approved", "decided_by": 7, "decided_at": NOW, "open_until": NOW},
    {"state": "approved", "decided_at": NOW, "open_until": NOW},
    {"state": "approved", "decided_by": 8, "decided_at": NOW},
    {"state": "approved", "decided_by": 8, "open_until": NOW},
    {"state": "approved", "decided_by": 8, "decided_at": NOW, "open_until": NOW + timedelta(days=1)},
    {"state": "refused", "decided_by": 7, "decided_at": NOW},
    {"state": "waiting", "decided_by": 8},
    {"state": "waiting", "open_until": NOW},
    {"state": "withdrawn"},
    {"person_ids": []},
    {"person_ids": list(range(21))},
    {"reason": ""},
]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_itself_wants_a_second_person_and_an_end(wrong):
    good = {"person_ids": [1], "purpose": "use", "purpose_name": "x", "article": "x", "reason": "x", "asked_by": 7}
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(**{**good, **wrong})
    Opening.objects.create(**good)


def test_a_number_copied_to_another_person_does_not_open(bearer, family):
    two = ids(family)[1]
    IndividualNumber.versions.update(person=two)
    with pytest.raises(vault.NotAuthenticError):
        IndividualNumber.versions.get().open()


def test_a_new_key_changes_nothing_for_the_record(own_keys, story, bearer, today):
    before = bytes(IndividualNumber.versions.get().sealed)
    assert rotate(SYSTEM_ACTOR).sealed["個人番号"] == 1
    row = IndividualNumber.versions.get()
    assert bytes(row.sealed) != before
    assert row.open() == NUMBER
    with pytest.raises(api.Refused, match="変わるところ"):
        api.set_individual_number(story.actor, notice=story.notice(today), person_id=bearer, value=NUMBER)


def test_a_cancelled_number_stands_no_more_and_the_former_one_does(story, bearer, today):
    other = "10987654321" + individual_number_check_digit("10987654321")
    act = api.set_individual_number(story.actor, notice=story.notice(today), person_id=bearer, value=other)
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="誤記")
    assert IndividualNumber.versions.as_of(today).get(person=bearer).open() == NUMBER


def test_a_batch_seals_what_it_is_given(db, today):
    batch = Batch()
    act = batch.act("migration", today, timezone.now())
    key = batch.person()
    batch.put("identity", opened_by=act, since=None, person_id=key, name="一括　太郎")
    batch.put("individual_number", opened_by=act, since=today, person_id=key, value=NUMBER)
    assert not any(NUMBER in line for rows in batch.rows.values() for line in rows.lines)
    api.write_batch(SYSTEM_ACTOR, batch)
    assert IndividualNumber.versions.get().open() == NUMBER


def test_purposes_have_articles_and_the_uncertain_ones_say_so():
    purposes = {each.code: each for each in api.number_purposes(date(2026, 11, 25))}
    assert purposes["use"].law == "番号法第9条第1項"
    assert purposes["certificate"].law.endswith("（仮）")
    assert time_open(date(2026, 11, 25)) == timedelta(minutes=15)


OLD_ROW = """
INSERT INTO people_individualnumber (person_id, value, opened_by_id, valid, recorded)
SELECT %s, %s, min(id), daterange(%s, NULL), tstzrange(now(), NULL) FROM people_act
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_from_before_are_sealed_where_they_lie(town, officer, today):
    from .stories import Story

    family = Story(officer).move_in(today, [person("古　人", "", date(1980, 1, 1), "1", "02")])
    MigrationExecutor(connection).migrate([("people", PREVIOUS)])
    with connection.cursor() as cursor:
        cursor.execute(OLD_ROW, [family.head.person_id, NUMBER, today])
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("people"))
    row = IndividualNumber.versions.get()
    assert row.open() == NUMBER
    assert bytes(row.fingerprint) == vault.fingerprint(NUMBER, purpose="people.number")
    assert tables_with(NUMBER) == []
    assert NUMBER.encode() not in bytes_on_disk("people_individualnumber")


PREVIOUS = "0003_protection"


def bytes_on_disk(table: str) -> bytes:
    """What lies in the table's file, also of rows and columns that are no more."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
        return bytes(cursor.fetchone()[0])
