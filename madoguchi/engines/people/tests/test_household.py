"""Births, deaths, and changes of households."""

from datetime import date, timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Membership

from .stories import TO, codes, home, ids, named, person, person_record, refusal, relations

A_MONTH = timedelta(days=30)


def baby(today, **more):
    return person("山田　新", "ヤマダ　アラタ", more.pop("birth_on", today), "1", more.pop("relation", "20"), **more)


def test_a_child_is_born(story, family, today):
    act = api.birth(story.actor, notice=story.notice(today, family), household_id=family.id, child=baby(today))
    after = story.house(family, today)
    assert relations(after)["新"] == "子"
    assert after.revision == family.revision + 1
    assert act.summary == "山田　新さんが出生により世帯に加わる"
    child = person_record(named(after, "新").person_id, on=today).membership
    assert (child.resident_since, child.entry_reason) == (today, "birth")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"birth_on": date(2020, 1, 1)}, "生年月日と同じ日"),
        ({"relation": "02"}, "世帯主にはできません"),
        ({"person_id": 1}, "既に記録のある人"),
    ],
)
def test_a_child_is_new(story, family, today, more, words):
    with pytest.raises(api.Refused, match=words):
        api.birth(story.actor, notice=story.notice(today, family), household_id=family.id, child=baby(today, **more))


def test_the_head_dies_and_the_clerk_names_the_new_head(story, family, today):
    taro = family.head.person_id
    arguments = {"household_id": family.id, "person_id": taro}
    with pytest.raises(api.Refused, match="新しい世帯主を選んで"):
        api.death(story.actor, notice=story.notice(today, family), **arguments)
    hanako = named(family, "花子").person_id
    proposed = api.restate(family.members, hanako)
    stay = {key: value.relation for key, value in proposed.items() if key != taro}
    api.death(story.actor, notice=story.notice(today, family), stayer_relations=stay, **arguments)
    after = story.house(family, today)
    assert relations(after) == {"花子": "世帯主", "次郎": "子", "桜": "子"}
    assert after.members[0].position == min(member.position for member in after.members)
    assert person_record(taro, on=today).removal.reason == "death"


def test_the_dead_stay_dead(story, family, today):
    jiro = named(family, "次郎").person_id
    api.death(story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id, person_id=jiro)
    now = story.house(family, today)
    with pytest.raises(api.Refused, match="いない人"):
        api.death(story.actor, notice=story.notice(today, now), household_id=family.id, person_id=jiro)


def test_the_last_of_a_household_dies(story, today):
    house = story.single(today - A_MONTH)
    api.death(story.actor, notice=story.notice(today, house), household_id=house.id, person_id=house.head.person_id)
    assert story.look(house, today) is None
    assert story.look(house, today - timedelta(days=1)) is not None


def test_one_of_two_dies_and_the_other_becomes_the_head(story, today):
    house = story.move_in(today - A_MONTH, [person("夫　一", "", date(1940, 1, 1), "1", "02"),
                                            person("妻　二", "", date(1941, 1, 1), "2", "12")])  # fmt: skip
    api.death(story.actor, notice=story.notice(today, house), household_id=house.id, person_id=house.head.person_id)
    assert relations(story.house(house, today)) == {"二": "世帯主"}


def test_the_head_changes(story, family, today):
    jiro = named(family, "次郎")
    restated = codes(family, {"太郎": "51", "花子": "52", "次郎": "02", "桜": "84"})
    act = api.change_head(story.actor, notice=story.notice(today, family), household_id=family.id, relations=restated)
    after = story.house(family, today)
    assert after.head.person_id == jiro.person_id
    assert relations(after) == {"次郎": "世帯主", "太郎": "父", "花子": "母", "桜": "妹"}
    assert [member.position for member in after.members] == [1, 2, 3, 4]
    assert act.summary == "世帯主が山田　次郎さんに変更"
    assert relations(story.house(family, today - timedelta(days=1))) == relations(family)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"太郎": "02", "花子": "12", "次郎": "20", "桜": "20"}, "いまの世帯主です"),
        ({"太郎": "51", "花子": "52", "次郎": "02"}, "世帯全員の続柄"),
        ({"太郎": "51", "花子": "02", "次郎": "02", "桜": "84"}, "世帯主を1人だけ"),
        ({"太郎": "51", "花子": "52", "次郎": "20", "桜": "84"}, "世帯主を1人だけ"),
    ],
)
def test_a_restatement_must_be_whole(story, family, today, words, message):
    with pytest.raises(api.Refused, match=message):
        api.change_head(story.actor, notice=story.notice(today, family), household_id=family.id,
                        relations=codes(family, words))  # fmt: skip


def test_the_head_changes_while_one_plans_to_leave(story, family, today):
    jiro, leaves = named(family, "次郎").person_id, today + A_MONTH
    api.move_out(story.actor, notice=story.notice(leaves, family), household_id=family.id, person_ids=[jiro],
                 destination=TO)  # fmt: skip
    now = story.house(family, today)
    restated = codes(now, {"太郎": "11", "花子": "02", "次郎": "20", "桜": "20"})
    api.change_head(story.actor, notice=story.notice(today, now), household_id=family.id, relations=restated)
    assert relations(story.house(family, today)) == {"花子": "世帯主", "太郎": "夫", "次郎": "子", "桜": "子"}
    assert relations(story.house(family, leaves)) == {"花子": "世帯主", "太郎": "夫", "桜": "子"}


def test_the_head_who_plans_to_leave_leaves_no_gap(story, family, today):
    leaves = today + A_MONTH
    with pytest.raises(api.Refused, match="世帯主がいなくなります"):
        api.move_out(story.actor, notice=story.notice(leaves, family), household_id=family.id,
                     person_ids=[family.head.person_id], destination=TO)  # fmt: skip
    stay = codes(family, {"花子": "02", "次郎": "20", "桜": "20"})
    api.move_out(story.actor, notice=story.notice(leaves, family), household_id=family.id,
                 person_ids=[family.head.person_id], destination=TO, stayer_relations=stay)  # fmt: skip
    assert relations(story.house(family, today)) == relations(family)
    assert relations(story.house(family, leaves)) == {"花子": "世帯主", "次郎": "子", "桜": "子"}


def test_the_son_parts_and_comes_back(story, family, today):
    jiro = named(family, "次郎").person_id
    api.split_household(story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id,
                        person_ids=[jiro], mover_relations={jiro: ("02",)})  # fmt: skip
    own = story.home_of(jiro, today)
    assert own.address == family.address
    assert relations(own) == {"次郎": "世帯主"}
    settled = person_record(jiro, on=today).membership.settled_on
    assert settled == today - timedelta(days=400), "a parting is no move"
    rest = story.house(family, today)
    api.merge_households(story.actor, notice=story.notice(today, own, rest), household_id=own.id,
                         into_household_id=rest.id, mover_relations={jiro: ("20",)})  # fmt: skip
    assert set(relations(story.house(family, today))) == {"太郎", "花子", "次郎", "桜"}
    assert story.look(own, today) is None


def test_all_cannot_part(story, family, today):
    with pytest.raises(api.Refused, match="元の世帯に残る人"):
        api.split_household(story.actor, notice=story.notice(today, family), household_id=family.id,
                            person_ids=ids(family), mover_relations={})  # fmt: skip


def test_one_changes_to_the_household_next_door(story, family, today):
    guest = story.single(today - A_MONTH, "間借　住子", home())
    jiro = named(family, "次郎").person_id
    notice = story.notice(today, family, guest)
    arguments = {"household_id": family.id, "into_household_id": guest.id, "person_ids": [jiro]}
    with pytest.raises(api.Refused, match="移った先での続柄"):
        api.change_household(story.actor, notice=notice, mover_relations={}, **arguments)
    api.change_household(story.actor, notice=notice, mover_relations={jiro: ("99",)}, **arguments)
    assert relations(story.house(guest, today)) == {"住子": "世帯主", "次郎": "同居人"}


def test_households_of_other_addresses_do_not_merge(story, family, today):
    other = story.single(today - A_MONTH)
    notice = story.notice(today, family, other)
    moving = {other.head.person_id: ("99",)}
    with pytest.raises(api.Refused, match="住所が違う世帯"):
        api.merge_households(story.actor, notice=notice, household_id=other.id, into_household_id=family.id,
                             mover_relations=moving)  # fmt: skip
    with pytest.raises(api.Refused, match="同じ世帯です"):
        api.merge_households(story.actor, notice=notice, household_id=other.id, into_household_id=other.id,
                             mover_relations=moving)  # fmt: skip


def test_relations_are_put_right(story, family, today):
    right = codes(family, {"太郎": "02", "花子": "12", "次郎": "20", "桜": ("12", "20")})
    api.fix_relations(story.actor, notice=story.notice(today, family), household_id=family.id, relations=right)
    after = story.house(family, today)
    assert relations(after)["桜"] == "妻の子"
    with pytest.raises(api.Refused, match="変わるところがありません"):
        api.fix_relations(story.actor, notice=story.notice(today, after), household_id=family.id, relations=right)
    with pytest.raises(api.Refused, match="世帯主変更で受け付けて"):
        api.fix_relations(story.actor, notice=story.notice(today, after), household_id=family.id,
                          relations=codes(family, {"太郎": "11", "花子": "02", "次郎": "20", "桜": "20"}))  # fmt: skip


def test_a_late_act_does_not_overwrite_what_came_after(story, family, today):
    restated = codes(family, {"太郎": "51", "花子": "52", "次郎": "02", "桜": "84"})
    api.change_head(
        story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id, relations=restated
    )
    late = today - 2 * A_MONTH
    then = story.house(family, late)
    with pytest.raises(api.Refused) as caught:
        api.change_head(story.actor, notice=story.notice(late, then), household_id=family.id,
                        relations=codes(family, {"太郎": "11", "花子": "02", "次郎": "20", "桜": "20"}))  # fmt: skip
    assert "既に記録されています" in refusal(caught)


def test_the_database_keeps_the_order_of_the_record(story, family, today):
    positions = Membership.versions.known().filter(household=family.id).values_list("position", flat=True)
    assert sorted(positions) == [1, 2, 3, 4]
