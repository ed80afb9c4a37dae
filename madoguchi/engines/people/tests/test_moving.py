"""People come, move house and go."""

from datetime import date, timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Permit, Person, Removal
from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.audit.models import Entry

from .stories import ABROAD, FROM, TO, codes, home, ids, named, person, person_record, record, refusal, relations

A_MONTH = timedelta(days=30)


def test_a_family_moves_in(story, family, today):
    assert relations(family) == {"太郎": "世帯主", "花子": "妻", "次郎": "子", "桜": "子"}
    assert family.address.in_town == "大日1番地"
    assert [member.position for member in family.members] == [1, 2, 3, 4]
    act = Act.objects.get()
    assert act.kind == "move_in"
    assert act.summary == "4人が東京都千代田区丸の内1番1号から転入"
    assert api.law_of(act.kind).article == "住民基本台帳法第22条"
    entry = Entry.objects.get(action="people.move_in")
    assert entry.subject == f"act:{act.pk}"
    assert entry.detail == {"persons": sorted(ids(family)), "households": [family.id]}
    taro = person_record(family.head.person_id, on=today)
    assert taro.is_resident
    assert taro.membership.previous_address["city"] == "千代田区"
    assert taro.membership.resident_since == act.event_on
    assert taro.dwelling.town == "大日"
    assert taro.household.number == family.number
    assert not person_record(family.head.person_id, on=act.event_on - timedelta(days=1)).is_resident


def test_numbers_are_never_given_twice(story, family, today):
    other = story.single(today)
    numbers = [member.number for house in (family, other) for member in house.members]
    assert len(set(numbers)) == 5
    assert family.number != other.number


def test_from_abroad_with_a_permit(story, today):
    permit = api.PermitFacts(country="ブラジル", status="定住者", article30_45="1", years=3, expires_on=today + A_MONTH)
    maria = person("SILVA MARIA", "シルバ　マリア", date(1990, 1, 1), "2", "02", is_foreign=True, permit=permit)
    act = api.move_in(story.actor, notice=story.notice(today), newcomers=[maria], address=home(), previous=ABROAD)
    assert act.kind == "move_in_abroad"
    assert "第30条の46" in api.law_of(act.kind).article
    found = person_record(Person.objects.get().pk, on=today)
    assert found.permit.status == "定住者"
    assert found.identity.is_foreign


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"facts": {"name": " "}}, "氏名を入れてください"),
        ({"facts": {"birth_on": None}}, "生年月日を入れてください"),
        ({"facts": {"birth_on": date(2999, 1, 1)}}, "生年月日より前の異動日"),
        ({"facts": {"is_foreign": True}}, "在留情報"),
        ({"permit": api.PermitFacts(status="留学")}, "在留情報は記載できません"),
        ({"individual_number": "123456789012"}, "検査用数字"),
        ({"resident_code": "12"}, "11桁"),
        ({"relation": ("20",)}, "世帯主を1人だけ"),
        ({"relation": ()}, "続柄を選んで"),
        ({"relation": ("02", "77")}, "世帯主を1人だけ"),
    ],
)
def test_a_newcomer_must_be_whole(story, today, change, words):
    from dataclasses import replace

    one = person("佐藤　一", "サトウ　ハジメ", date(1990, 1, 1), "1", "02")
    facts = replace(one.facts, **change.pop("facts", {}))
    with pytest.raises(api.Refused) as caught:
        story.move_in(today, [replace(one, facts=facts, **change)])
    assert words in refusal(caught)
    assert not Act.objects.exists()
    assert not Person.objects.exists()
    assert not Entry.objects.filter(action__startswith="people.").exists()


def test_all_faults_are_told_at_once(story, today):
    with pytest.raises(api.Refused) as caught:
        story.move_in(today, [person(" ", "", None, "3")])
    assert len(caught.value.faults) == 5
    assert {"name", "birth_on", "sex", "relation", "head"} == {fault.field for fault in caught.value.faults}


def test_nobody_can_be_moved_in(story, today):
    with pytest.raises(api.Refused, match="1人以上"):
        story.move_in(today, [])


def test_an_unknown_relation_is_refused_in_words(story, family, today):
    notice = story.notice(today, family)
    guest = person("客　人", "キャク　ジン", date(1990, 1, 1), "1", "77")
    with pytest.raises(api.Refused, match="77"):
        api.move_in(
            story.actor, notice=notice, newcomers=[guest], address=home(), previous=FROM, household_id=family.id
        )


def test_an_aunt_joins_the_household(story, family, today):
    aunt = person("山田　梅", "ヤマダ　ウメ", date(1950, 1, 1), "2", "81")
    api.move_in(story.actor, notice=story.notice(today, family), newcomers=[aunt], address=home(), previous=FROM,
                household_id=family.id)  # fmt: skip
    assert relations(story.house(family, today)) == {
        "太郎": "世帯主",
        "花子": "妻",
        "次郎": "子",
        "桜": "子",
        "梅": "姉",
    }


def test_a_newcomer_becomes_the_head(story, today):
    house = story.single(today - A_MONTH, "山田　花子")
    husband = person("山田　太郎", "ヤマダ　タロウ", date(1970, 1, 1), "1", "02")
    arguments = {"newcomers": [husband], "address": home("9番地"), "previous": FROM, "household_id": house.id}
    with pytest.raises(api.Refused, match="新しい世帯主から見て"):
        api.move_in(story.actor, notice=story.notice(today, house), **arguments)
    restated = {house.head.person_id: ("12",)}
    api.move_in(story.actor, notice=story.notice(today, house), relations=restated, **arguments)
    after = story.house(house, today)
    assert relations(after) == {"太郎": "世帯主", "花子": "妻"}
    assert [member.position for member in after.members] == [1, 2]
    assert relations(story.house(house, today - timedelta(days=1))) == {"花子": "世帯主"}


def test_who_joins_a_household_lives_there(story, family, today):
    aunt = person("山田　梅", "ヤマダ　ウメ", date(1950, 1, 1), "2", "81")
    with pytest.raises(api.Refused, match="大日1番地"):
        api.move_in(story.actor, notice=story.notice(today, family), newcomers=[aunt], address=home("5番地"),
                    previous=FROM, household_id=family.id)  # fmt: skip


def test_the_whole_family_moves_house_and_keeps_its_number(story, family, today):
    api.move_within(story.actor, notice=story.notice(today, family, notified_on=today), household_id=family.id,
                    person_ids=ids(family), address=home("2番地"))  # fmt: skip
    after = story.house(family, today)
    assert after.number == family.number
    assert after.address.in_town == "大日2番地"
    assert relations(after) == relations(family)
    assert story.house(family, today - timedelta(days=1)).address.in_town == "大日1番地"
    member = person_record(family.head.person_id, on=today).membership
    assert (member.settled_on, member.address_notified_on) == (today, today)
    assert member.resident_since == today - timedelta(days=400)


def test_a_part_moves_house_and_the_mother_stays_alone(story, family, today):
    leaving = [member.person_id for member in family.members if not member.name.endswith("花子")]
    api.move_within(
        story.actor,
        notice=story.notice(today, family),
        household_id=family.id,
        person_ids=leaving,
        address=home("2番地"),
        mover_relations=codes(family, {"太郎": "02", "次郎": "20", "桜": "20"}),
    )
    assert relations(story.house(family, today)) == {"花子": "世帯主"}
    new = story.home_of(leaving[0], today)
    assert relations(new) == {"太郎": "世帯主", "次郎": "子", "桜": "子"}
    assert new.number != family.number
    assert new.address.in_town == "大日2番地"
    assert relations(story.house(family, today - timedelta(days=1))) == relations(family)


def test_the_head_leaves_and_the_clerk_must_name_the_new_one(story, family, today):
    taro = family.head.person_id
    arguments = {"household_id": family.id, "person_ids": [taro], "address": home("2番地")}
    with pytest.raises(api.Refused) as caught:
        api.move_within(story.actor, notice=story.notice(today, family), **arguments)
    assert f"世帯番号{family.number}の世帯に世帯主がいなくなります" in refusal(caught)
    assert caught.value.faults[0].field == "head"
    stay = codes(family, {"花子": "02", "次郎": "20", "桜": "20"})
    api.move_within(story.actor, notice=story.notice(today, family), stayer_relations=stay, **arguments)
    assert relations(story.house(family, today)) == {"花子": "世帯主", "次郎": "子", "桜": "子"}
    assert relations(story.home_of(taro, today)) == {"太郎": "世帯主"}


def test_movers_need_relations(story, family, today):
    with pytest.raises(api.Refused, match="新しい世帯での続柄"):
        api.move_within(story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=ids(family)[:2], address=home("2番地"))  # fmt: skip


def test_the_son_joins_his_grandmother(story, family, today):
    granny = story.single(today - A_MONTH, "祖母　菊")
    jiro = named(family, "次郎").person_id
    arguments = {"household_id": family.id, "person_ids": [jiro], "join_household_id": granny.id}
    notice = story.notice(today, family, granny)
    with pytest.raises(api.Refused, match="加わる世帯の住所"):
        api.move_within(
            story.actor, notice=notice, address=home("3番地"), mover_relations={jiro: ("20", "20")}, **arguments
        )
    api.move_within(
        story.actor, notice=notice, address=home("9番地"), mover_relations={jiro: ("20", "20")}, **arguments
    )
    assert relations(story.house(granny, today)) == {"菊": "世帯主", "次郎": "子の子"}


def test_a_move_to_the_same_address_is_none(story, family, today):
    with pytest.raises(api.Refused, match="いまの住所と同じ"):
        api.move_within(story.actor, notice=story.notice(today, family), household_id=family.id, person_ids=ids(family),
                        address=home())  # fmt: skip


def test_a_planned_move_out_is_confirmed(story, family, today):
    jiro = named(family, "次郎").person_id
    leaves = today + A_MONTH
    api.move_out(story.actor, notice=story.notice(leaves, family, notified_on=today), household_id=family.id,
                 person_ids=[jiro], destination=TO)  # fmt: skip
    assert person_record(jiro, on=today).is_resident
    assert named(story.house(family, today), "次郎").until == leaves
    gone = person_record(jiro, on=leaves)
    assert not gone.is_resident
    assert (gone.removal.reason, gone.removal.planned_on, gone.removal.confirmed_on) == ("move_out", leaves, None)
    api.confirm_move_out(story.actor, notice=story.notice(today, notified_on=today), person_ids=[jiro], destination=TO)
    after = person_record(jiro, on=leaves).removal
    assert (after.confirmed_on, after.arrival_notified_on, after.valid.lower) == (today, today, leaves)
    assert after.confirmed_address["city"] == "千葉市中央区"
    with pytest.raises(api.Refused, match="確定できる転出"):
        api.confirm_move_out(story.actor, notice=story.notice(today), person_ids=[jiro], destination=TO)


def test_a_planned_move_out_is_cancelled(story, family, today):
    before = record()
    jiro = named(family, "次郎").person_id
    act = api.move_out(story.actor, notice=story.notice(today + A_MONTH, family), household_id=family.id,
                       person_ids=[jiro], destination=TO)  # fmt: skip
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="転出を取りやめた")
    assert record() == before
    assert relations(story.house(family, today + 2 * A_MONTH)) == relations(family)


def test_who_plans_to_leave_cannot_be_moved_otherwise(story, family, today):
    jiro = named(family, "次郎").person_id
    api.move_out(story.actor, notice=story.notice(today + A_MONTH, family), household_id=family.id, person_ids=[jiro],
                 destination=TO)  # fmt: skip
    now = story.house(family, today)
    with pytest.raises(api.Refused, match="先にその異動を取り消して"):
        api.move_within(story.actor, notice=story.notice(today, now), household_id=family.id, person_ids=[jiro],
                        address=home("2番地"))  # fmt: skip


def test_the_family_moves_house_while_one_plans_to_leave(story, family, today):
    jiro = named(family, "次郎").person_id
    leaves = today + A_MONTH
    api.move_out(story.actor, notice=story.notice(leaves, family), household_id=family.id, person_ids=[jiro],
                 destination=TO)  # fmt: skip
    now = story.house(family, today)
    api.move_within(story.actor, notice=story.notice(today, now), household_id=family.id, person_ids=ids(now),
                    address=home("2番地"))  # fmt: skip
    assert person_record(jiro, on=today).dwelling.lot == "2番地"
    assert not person_record(jiro, on=leaves).is_resident
    assert relations(story.house(family, leaves)) == {"太郎": "世帯主", "花子": "妻", "桜": "子"}


def test_a_moved_out_person_cannot_move_house(story, family, today):
    jiro = named(family, "次郎").person_id
    api.move_out(story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id, person_ids=[jiro],
                 destination=TO)  # fmt: skip
    now = story.house(family, today)
    with pytest.raises(api.Refused, match="この世帯にいない人が含まれています。転出・死亡などで消除"):
        api.move_within(story.actor, notice=story.notice(today, now), household_id=family.id, person_ids=[jiro],
                        address=home("2番地"))  # fmt: skip


def test_who_moved_out_comes_back_under_the_same_number(story, family, today):
    jiro = named(family, "次郎")
    left, back = today - 3 * A_MONTH, today - A_MONTH
    api.move_out(story.actor, notice=story.notice(left, family), household_id=family.id, person_ids=[jiro.person_id],
                 destination=TO)  # fmt: skip
    again = person("田中　次郎", "タナカ　ジロウ", date(2000, 6, 3), "1", "02", person_id=jiro.person_id)
    house = story.move_in(back, [again], home("7番地"))
    assert house.head.number == jiro.number
    assert [person_record(jiro.person_id, on=day).is_resident for day in (left, back)] == [False, True]
    assert person_record(jiro.person_id, on=left).name == "山田　次郎"
    assert person_record(jiro.person_id, on=back).name == "田中　次郎"
    assert person_record(jiro.person_id, on=back).removal is None
    assert person_record(jiro.person_id, on=left).removal.reason == "move_out"
    assert Removal.versions.known().count() == 1


def test_a_resident_cannot_move_in_again(story, family, today):
    taro = person("山田　太郎", "", date(1970, 4, 1), "1", "02", person_id=family.head.person_id)
    with pytest.raises(api.Refused, match="既に市内の世帯に"):
        story.move_in(today, [taro], home("7番地"))
    with pytest.raises(api.Refused, match="異動日より後の記録"):
        story.move_in(today - timedelta(days=500), [taro], home("7番地"))


def test_the_dead_do_not_come_back(story, today):
    house = story.single(today - A_MONTH)
    api.death(story.actor, notice=story.notice(today, house), household_id=house.id, person_id=house.head.person_id)
    with pytest.raises(api.Refused, match="死亡により消除"):
        story.move_in(today, [person("一人　静", "", date(1980, 1, 2), "2", "02", person_id=house.head.person_id)])


def test_a_foreigners_permit_ends_with_residence_and_another_begins(story, today):
    permit = api.PermitFacts(status="留学", expires_on=today + A_MONTH)
    bao = person("NGUYEN BAO", "", date(1999, 1, 1), "1", "02", is_foreign=True, permit=permit)
    house = story.move_in(today - 4 * A_MONTH, [bao])
    key = house.head.person_id
    api.move_out(story.actor, notice=story.notice(today - 3 * A_MONTH, house), household_id=house.id, person_ids=[key],
                 destination=ABROAD)  # fmt: skip
    assert person_record(key, on=today).permit is None
    work = api.PermitFacts(status="技能", expires_on=today + A_MONTH)
    story.move_in(today, [person("NGUYEN BAO", "", date(1999, 1, 1), "1", "02", is_foreign=True, permit=work,
                                 person_id=key)])  # fmt: skip
    assert person_record(key, on=today).permit.status == "技能"
    assert Permit.versions.known().filter(person=key).count() == 2


@pytest.mark.parametrize(
    ("event", "notified", "words"),
    [(1, None, "まだ起きていない異動"), (0, 1, "届出日が先の日付"), (0, -1, "届出日が異動日より前")],
)
def test_dates_out_of_order(story, today, event, notified, words):
    notice = story.notice(today + timedelta(days=event),
                          notified_on=None if notified is None else today + timedelta(days=notified))  # fmt: skip
    with pytest.raises(api.Refused, match=words):
        api.move_in(story.actor, notice=notice, newcomers=[person("甲　乙", "", date(1990, 1, 1), "1", "02")],
                    address=home(), previous=FROM)  # fmt: skip


def test_an_event_before_one_lived_there(story, family, today):
    early = today - timedelta(days=401)
    with pytest.raises(api.Refused, match="住んでいる人がいません"):
        api.move_out(story.actor, notice=story.notice(early, family), household_id=family.id, person_ids=ids(family),
                     destination=TO)  # fmt: skip


@pytest.mark.parametrize(("people", "words"), [([], "1人以上選んで"), ([0, 0], "2回選ばれて"), ([99], "いない人")])
def test_whom_to_move_must_be_chosen_well(story, family, today, people, words):
    chosen = [ids(family)[index] if index < 4 else 999999 for index in people]
    with pytest.raises(api.Refused, match=words):
        api.move_out(story.actor, notice=story.notice(today, family), household_id=family.id, person_ids=chosen,
                     destination=TO)  # fmt: skip


def test_a_move_out_needs_a_destination(story, family, today):
    with pytest.raises(api.Refused, match="転出先の住所"):
        api.move_out(story.actor, notice=story.notice(today, family), household_id=family.id, person_ids=ids(family),
                     destination=api.Address())  # fmt: skip


def test_everyone_leaves_and_the_household_is_empty(story, family, today):
    api.move_out(story.actor, notice=story.notice(today, family), household_id=family.id, person_ids=ids(family),
                 destination=TO)  # fmt: skip
    assert story.look(family, today) is None
    late = person("遅　参", "", date(1990, 1, 1), "1", "02")
    with pytest.raises(api.Refused, match="住んでいる人がいません"):
        api.move_in(story.actor, notice=story.notice(today), newcomers=[late], address=home(), previous=FROM,
                    household_id=family.id)  # fmt: skip


def test_who_may_not_act_does_not_act(story, today):
    visitor = Actor(9, "来訪者")
    with pytest.raises(Forbidden):
        api.move_in(visitor, notice=story.notice(today), newcomers=[], address=home(), previous=FROM)
    with pytest.raises(Forbidden):
        api.visible_to(visitor)
