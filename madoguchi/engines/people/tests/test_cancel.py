"""取消: the record stands as before, both acts stay readable, and later acts are named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Person
from madoguchi.engines.people.queries.people import acts_of
from madoguchi.foundation.audit.models import Entry

from .stories import TO, codes, home, ids, named, person, person_record, record, refusal, relations

A_MONTH = timedelta(days=30)


def cancel(story, act, today, reason="誤り"):
    return api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason=reason)


def part_moves(story, family, on):
    leaving = [member.person_id for member in family.members if not member.name.endswith("花子")]
    return api.move_within(story.actor, notice=story.notice(on, family), household_id=family.id, person_ids=leaving,
                           address=home("2番地"),
                           mover_relations=codes(family, {"太郎": "02", "次郎": "20", "桜": "20"}))  # fmt: skip


ACTS = {
    "part_moves": part_moves,
    "whole_moves": lambda story, family, on: api.move_within(
        story.actor, notice=story.notice(on, family), household_id=family.id, person_ids=ids(family),
        address=home("2番地")
    ),
    "death_of_the_head": lambda story, family, on: api.death(
        story.actor, notice=story.notice(on, family), household_id=family.id, person_id=family.head.person_id,
        stayer_relations=codes(family, {"花子": "02", "次郎": "20", "桜": "20"}),
    ),
    "head_change": lambda story, family, on: api.change_head(
        story.actor, notice=story.notice(on, family), household_id=family.id,
        relations=codes(family, {"太郎": "51", "花子": "52", "次郎": "02", "桜": "84"}),
    ),
    "split": lambda story, family, on: api.split_household(
        story.actor, notice=story.notice(on, family), household_id=family.id,
        person_ids=[named(family, "次郎").person_id], mover_relations={named(family, "次郎").person_id: ("02",)},
    ),
    "all_leave": lambda story, family, on: api.move_out(
        story.actor, notice=story.notice(on, family), household_id=family.id, person_ids=ids(family), destination=TO
    ),
    "name": lambda story, family, on: api.change_name(
        story.actor, notice=story.notice(on), person_id=family.head.person_id, changes={"name": "山本　太郎"}
    ),
    "birth": lambda story, family, on: api.birth(
        story.actor, notice=story.notice(on, family), household_id=family.id, child=person("山田　新", "", on, "1",
        "20")
    ),
    "contact": lambda story, family, on: api.change_contact(
        story.actor, notice=story.notice(on), person_id=family.head.person_id, phone="0430000001"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_any_act_can_be_cancelled_and_done_again(story, family, today, name):
    before = record()
    known = timezone.now()
    act = ACTS[name](story, family, today - A_MONTH)
    done = record()
    assert done != before
    undone = cancel(story, act, today)
    assert record() == before
    assert undone.cancels == act
    assert undone.summary == f"{act.get_kind_display()}の取消：誤り"
    assert Entry.objects.filter(action="people.cancel").count() == 1
    assert relations(story.look(family, today, known)) == relations(family)
    ACTS[name](story, story.house(family, today - A_MONTH), today - A_MONTH)


def test_a_chain_of_acts_is_undone_from_its_end(story, family, today):
    states, acts = [record()], []
    for index, name in enumerate(("name", "split", "contact")):
        acts.append(ACTS[name](story, story.house(family, today), today - (10 - index) * timedelta(days=1)))
        states.append(record())
    api.move_within(story.actor, notice=story.notice(today, story.house(family, today)), household_id=family.id,
                    person_ids=ids(story.house(family, today)), address=home("3番地"))  # fmt: skip
    with pytest.raises(api.Refused) as caught:
        cancel(story, acts[1], today)
    assert f"「転居」（異動日 {today.year}年{today.month}月{today.day}日）" in refusal(caught)
    assert "新しいものから順に" in refusal(caught)
    cancel(story, Act.objects.get(kind="move_within"), today)
    for act, state in zip(reversed(acts), reversed(states[:-1]), strict=True):
        cancel(story, act, today)
        assert record() == state


def test_an_act_under_a_cancelled_one_can_be_cancelled(story, family, today):
    before = record()
    first = ACTS["name"](story, family, today - A_MONTH)
    second = api.change_name(story.actor, notice=story.notice(today), person_id=family.head.person_id,
                             changes={"name": "山川　太郎"})  # fmt: skip
    cancel(story, second, today)
    third = api.change_name(story.actor, notice=story.notice(today), person_id=family.head.person_id,
                            changes={"name": "山中　太郎"})  # fmt: skip
    cancel(story, third, today)
    cancel(story, first, today)
    assert record() == before


def test_the_return_of_who_left_is_refused_when_the_family_has_moved_house(story, family, today):
    act = api.move_out(story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id,
                       person_ids=[named(family, "次郎").person_id], destination=TO)  # fmt: skip
    rest = story.house(family, today)
    ACTS["whole_moves"](story, rest, today)
    with pytest.raises(api.Refused, match="「転居」"):
        cancel(story, act, today)


def test_the_move_in_is_cancelled_and_nobody_lives_there(story, family, today):
    act = Act.objects.get(kind="move_in")
    cancel(story, act, today, "窓口での取り違え")
    assert story.look(family, today) is None
    assert Person.objects.count() == 4
    assert not any(hit.present for hit in api.visible_to(story.actor).search(api.understand("山田")).hits)


@pytest.mark.parametrize(("reason", "words"), [(" ", "理由を入れて")])
def test_a_reason_must_be_given(story, family, today, reason, words):
    with pytest.raises(api.Refused, match=words):
        cancel(story, Act.objects.get(), today, reason)


def test_once_is_enough(story, family, today):
    act = ACTS["name"](story, family, today)
    undo = cancel(story, act, today)
    with pytest.raises(api.Refused, match="既に取り消されています"):
        cancel(story, act, today)
    with pytest.raises(api.Refused, match="取消とデータ移行は取り消せません"):
        cancel(story, undo, today)


def test_the_acts_of_a_person(story, family, today):
    jiro = named(family, "次郎").person_id
    act = ACTS["split"](story, family, today)
    undo = cancel(story, act, today)
    api.change_name(
        story.actor, notice=story.notice(today), person_id=family.head.person_id, changes={"name": "別　人"}
    )
    assert [each.kind for each in acts_of(jiro)] == ["cancel", "household_split", "move_in"]
    assert acts_of(jiro)[1].cancelled_by == undo
    assert person_record(jiro, on=today).is_resident
