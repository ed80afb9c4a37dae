"""Many persons at once: as one by one, in a fixed number of queries, each look in the log."""

from datetime import timedelta

import pytest
from django.db import connection

from madoguchi.engines.people import api
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry

from .stories import home, named, person

A_YEAR = timedelta(days=365)


@pytest.fixture
def others(story, today):
    """Twelve people who live alone."""
    return [
        story.move_in(
            today - A_YEAR, [person(f"独　{n}", "ヒトリ　ナナシ", today - 30 * A_YEAR, "1", "02")], home(f"{n}番地")
        )
        for n in range(1, 13)
    ]


def test_many_persons_read_as_each_alone(story, family, others, today):
    view = api.visible_to(story.actor)
    ids = [member.person_id for house in (*others, family) for member in house.members]
    for day in (today, today - 390 * timedelta(days=1)):
        found = view.people(reversed(ids), on=day)
        assert list(found) == ids[::-1]
        assert found == {key: view.person(key, on=day) for key in ids}
        assert view.houses_of(ids, on=day) == {key: house for key in ids if (house := view.house_of(key, on=day))}
    assert len(view.houses_of(ids, on=today - 390 * timedelta(days=1))) == len(family.members)


def test_only_the_order_of_asking_decides_the_order_of_the_answer(story, family, others):
    """Rows that were written again lie elsewhere in the table, which must not show."""
    view = api.visible_to(story.actor)
    ids = [member.person_id for house in (*others, family) for member in house.members]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_membership SET position = position WHERE person_id = %s", [ids[0]])
    assert list(view.houses_of(ids)) == ids
    assert list(view.houses_of(ids[::-1])) == ids[::-1]


def test_who_is_not_known_is_left_out(story, family):
    view = api.visible_to(story.actor)
    one = family.head.person_id
    assert list(view.people([one, 424242, one])) == [one]
    assert list(view.houses_of([one, 424242])) == [one]
    assert view.people([]) == {} == view.houses_of([])


def test_as_known_before(story, family, today):
    view, jiro = api.visible_to(story.actor), named(family, "次郎").person_id
    act = api.change_name(story.actor, notice=story.notice(today), person_id=jiro, changes={"name": "佐藤　次郎"})
    before = act.recorded_at - timedelta(microseconds=1)
    assert view.people([jiro])[jiro].name == "佐藤　次郎"
    assert view.people([jiro], known_at=before)[jiro].name == "山田　次郎"


def test_the_number_of_queries_is_the_same_for_one_and_for_all(story, family, others, django_assert_num_queries):
    view = api.visible_to(story.actor)
    everyone = [member.person_id for house in (*others, family) for member in house.members]
    for ids in (everyone[:1], everyone):
        with django_assert_num_queries(3):  # the record, who of them is guarded, the log
            view.people(ids)
        with django_assert_num_queries(4):  # where they live, the households, who of them is guarded, the log
            view.houses_of(ids)
        with django_assert_num_queries(3):  # who of them is guarded, the codes, the log
            view.all_codes(ids)


def test_each_person_shown_is_in_the_log_once(story, family, others):
    view = api.visible_to(story.actor)
    ids = [member.person_id for house in (*others, family) for member in house.members]
    Entry.objects.all().delete()
    view.people([*ids, *ids])
    entries = Entry.objects.filter(action="people.look", user_id=story.actor.user_id)
    assert sorted(entries.values_list("subject", flat=True)) == sorted(f"person:{key}" for key in ids)
    Entry.objects.all().delete()
    view.houses_of([member.person_id for member in family.members])
    assert Entry.objects.count() == len(family.members)


def test_codes_of_many_need_the_right_to_codes(story, family, chief):
    ids = [member.person_id for member in family.members]
    view = api.visible_to(story.actor)
    assert view.all_codes(ids) == {key: view.codes(key) for key in ids}
    with pytest.raises(Forbidden):
        api.visible_to(chief).all_codes(ids)
