"""As known on D1 about D2: one query for a person, one for a household."""

from datetime import timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Person
from madoguchi.engines.people.queries.houses import houses
from madoguchi.foundation.audit.models import Entry

from .stories import codes, home, ids, named, person, person_record, relations

A_MONTH = timedelta(days=30)


@pytest.fixture
def moments(story, family, today, chief):
    """Moments after: the move in, a late death of the head, a name, a fix in the middle, the cancellation of the
    death.
    """
    found = [timezone.now()]
    death = api.death(story.actor, notice=story.notice(today - 3 * A_MONTH, family), household_id=family.id,
                      person_id=family.head.person_id,
                      stayer_relations=codes(family, {"花子": "02", "次郎": "20", "桜": "20"}))  # fmt: skip
    found.append(timezone.now())
    jiro = named(family, "次郎").person_id
    api.change_name(story.actor, notice=story.notice(today - A_MONTH), person_id=jiro, changes={"name": "佐藤　次郎"})
    found.append(timezone.now())
    fix = {"event_on": (today - 2 * A_MONTH).isoformat(), "until": (today - timedelta(days=10)).isoformat(), "table":
    "identity",
           "id": jiro, "changes": {"name_kana": "ナオシ　ジロウ"}}  # fmt: skip
    proposal = api.propose(story.actor, kind="ex_officio_fix", arguments=fix, summary="", reason="誤記")
    api.decide(chief, proposal_id=proposal.pk, approve=True)
    found.append(timezone.now())
    api.cancel(story.actor, notice=story.notice(today), act_id=death.pk, reason="別人の届出")
    found.append(timezone.now())
    return found


def test_a_household_as_known_then(story, family, today, moments, django_assert_num_queries):
    full, rest = relations(family), {"花子": "世帯主", "次郎": "子", "桜": "子"}
    days = (today - 4 * A_MONTH, today - 2 * A_MONTH, today)
    known = [[relations(story.look(family, day, moment)) for day in days] for moment in moments]
    assert known == [[full] * 3, *[[full, rest, rest]] * 3, [full] * 3]
    with django_assert_num_queries(1):
        houses([family.id], on=today, known_at=moments[1])
    with django_assert_num_queries(1):
        houses([family.id], on=today)


def test_a_person_as_known_then(family, today, moments, django_assert_num_queries):
    jiro = named(family, "次郎").person_id
    days = (today - 3 * A_MONTH, today - 45 * timedelta(days=1), today - 20 * timedelta(days=1), today)

    def seen(moment):
        found = (person_record(jiro, on=day, known_at=moment) for day in days)
        return [f"{each.identity.name[:2]}{each.identity.name_kana[:2]}" for each in found]

    assert seen(moments[1]) == ["山田ヤマ"] * 4
    assert seen(moments[2]) == ["山田ヤマ", "山田ヤマ", "佐藤ヤマ", "佐藤ヤマ"]
    assert seen(moments[3]) == seen(None) == ["山田ヤマ", "山田ナオ", "佐藤ナオ", "佐藤ヤマ"]
    with django_assert_num_queries(1):
        found = person_record(jiro, on=today, known_at=moments[2])
    assert found.dwelling.town == "大日"
    assert found.membership.relation == ["20"]
    assert found.membership.valid.upper is None
    assert found.household.pk == family.id
    with django_assert_num_queries(1):
        person_record(jiro, on=today)


def test_before_it_was_recorded_nothing_was_known(story, family, today):
    before = Act.objects.get().recorded_at - timedelta(seconds=1)
    assert story.look(family, today, before) is None
    assert person_record(family.head.person_id, on=today, known_at=before).identity is None


def test_a_person_who_is_not(today, db):
    with pytest.raises(Person.DoesNotExist):
        person_record(4242, on=today)


def test_each_look_is_logged(story, family, today):
    view = api.visible_to(story.actor)
    start = Entry.objects.count()
    view.person(family.head.person_id)
    view.house(family.id)
    view.house_of(family.head.person_id, on=today)
    view.acts(family.head.person_id)
    view.search(api.understand("山田"))
    looks = list(Entry.objects.order_by("id").values_list("action", flat=True))[start:]
    assert looks == ["people.look"] * 9 + ["people.look_history"] + ["people.search"] * 4
    assert view.house_of(family.head.person_id, on=today - timedelta(days=500)) is None


def test_recorded_times_go_forward_also_when_the_clock_goes_back(story, family, today):
    ahead = timezone.now() + timedelta(hours=1)
    Act.objects.update(recorded_at=ahead)
    act = api.change_contact(story.actor, notice=story.notice(today), person_id=family.head.person_id, phone="1")
    assert act.recorded_at == ahead + timedelta(microseconds=1)


def test_someone_born_and_dead_on_one_day(story, family, today):
    api.birth(story.actor, notice=story.notice(today, family), household_id=family.id,
              child=person("山田　短", "", today, "1", "20"))  # fmt: skip
    now = story.house(family, today)
    child = named(now, "短").person_id
    api.death(story.actor, notice=story.notice(today, now), household_id=family.id, person_id=child)
    found = person_record(child, on=today)
    assert (found.is_resident, found.removal.reason) == (False, "death")
    assert ids(story.house(family, today)) == ids(family)
    assert home() == family.address
