"""Seeing before saving: nothing remains, and everything that a person must judge is said."""

from datetime import date, timedelta

import pytest
from django.db import connection

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Person
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.calendar import OfficeCalendar

from .stories import FROM, TO, codes, home, ids, named, person, record, relations

A_MONTH = timedelta(days=30)


def messages(shown):
    return {caution.code: caution for caution in shown.cautions}


def last_number(sequence="people_person_number"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
        return cursor.fetchone()


def test_before_and_after(story, family, today):
    jiro = named(family, "次郎").person_id
    shown = api.preview(api.move_within, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=[jiro], address=home("2番地"))  # fmt: skip
    assert [relations(house) for house in shown.before] == [relations(family)]
    assert [relations(house) for house in shown.after] == [
        {"太郎": "世帯主", "花子": "妻", "桜": "子"},
        {"次郎": "世帯主"},
    ]
    assert shown.after[1].number < 0
    assert shown.cautions == ()


def test_nothing_remains(story, family, today):
    before, numbers, entries = record(), last_number(), Entry.objects.count()
    newcomer = person("新　人", "シン　ジン", date(1990, 1, 1), "1", "02")
    shown = api.preview(api.move_in, story.actor, notice=story.notice(today), newcomers=[newcomer],
    address=home("3番地"),
                        previous=FROM)  # fmt: skip
    assert shown.after[0].members[0].number < 0
    assert (record(), last_number(), Entry.objects.count()) == (before, numbers, entries)
    assert (Act.objects.count(), Person.objects.count()) == (1, 4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'tuple' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
    story.move_in(today, [newcomer], home("3番地"))
    assert Person.objects.order_by("-number").first().number == numbers[0] + 1


def test_it_raises_what_the_act_raises(story, family, today):
    arguments = {"household_id": family.id, "person_id": family.head.person_id}
    with pytest.raises(api.Refused, match="新しい世帯主"):
        api.preview(api.death, story.actor, notice=story.notice(today, family), **arguments)
    story.house(family, today)
    api.change_name(
        story.actor, notice=story.notice(today), person_id=family.head.person_id, changes={"name": "別　名"}
    )
    with pytest.raises(api.Stale, match="窓口　一子が「氏名変更」を記録しました。あなたの届出は"):
        api.preview(api.death, story.actor, notice=story.notice(today, family), **arguments)
    assert Act.objects.count() == 2


def test_a_cancellation_is_shown_on_the_day_that_it_concerns(story, family, today):
    jiro = named(family, "次郎").person_id
    act = api.move_out(story.actor, notice=story.notice(today + A_MONTH, family), household_id=family.id,
                       person_ids=[jiro], destination=TO)  # fmt: skip
    shown = api.preview(api.cancel, story.actor, notice=story.notice(today), act_id=act.pk, reason="取りやめ")
    assert [len(house.members) for house in (*shown.before, *shown.after)] == [3, 4]


def test_the_head_dies(story, family, today):
    stay = codes(family, {"花子": "02", "次郎": "20", "桜": "20"})
    shown = api.preview(api.death, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_id=family.head.person_id, stayer_relations=stay)  # fmt: skip
    assert messages(shown)["head_left"].message == "世帯主の山田　太郎さんが亡くなりました"
    assert "第25条" in messages(shown)["head_left"].advice


def test_only_children_remain(story, family, today):
    sakura = named(family, "桜").person_id
    going = [key for key in ids(family) if key != sakura]
    shown = api.preview(api.move_out, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=going, destination=TO)  # fmt: skip
    assert set(messages(shown)) == {"alone", "minors"}
    assert "桜さんが世帯主になり" in messages(shown)["alone"].message


def test_an_old_person_remains_alone(story, today):
    house = story.move_in(today - A_MONTH, [person("老　父", "", date(1940, 1, 1), "1", "02"),
                                            person("老　子", "", date(1970, 1, 1), "1", "20")])  # fmt: skip
    shown = api.preview(api.move_out, story.actor, notice=story.notice(today, house), household_id=house.id,
                        person_ids=[house.members[1].person_id], destination=TO)  # fmt: skip
    assert set(messages(shown)) == {"alone", "old_alone"}


def test_a_late_notice_and_an_event_long_ago(story, today):
    newcomer = person("新　人", "シン　ジン", date(1990, 1, 1), "1", "02")
    for days, expected in ((14, set()), (45, {"late"}), (500, {"late", "old_event"})):
        on = today - timedelta(days=days)
        deadline = api.notice_deadline("move_in", on, OfficeCalendar())
        shown = api.preview(api.move_in, story.actor, notice=story.notice(on, notified_on=today), newcomers=[newcomer],
                            address=home(), previous=FROM)  # fmt: skip
        assert set(messages(shown)) == expected
        if "late" in expected:
            assert f"{(today - deadline.day).days}日過ぎています" in messages(shown)["late"].message


@pytest.mark.parametrize(
    ("status", "basis", "expires", "code"),
    [
        ("留学", "1", None, "permit_undated"),
        ("留学", "1", -1, "permit_expired"),
        ("留学", "1", 0, None),
        ("永住者", "1", None, None),
        ("永住者の配偶者等", "1", None, "permit_undated"),
        ("", "2", None, None),
    ],
)
def test_permits(story, today, status, basis, expires, code):
    until = None if expires is None else today + timedelta(days=expires)
    permit = api.PermitFacts(status=status, article30_45=basis, expires_on=until)
    newcomer = person("LEE BO", "", date(1990, 1, 1), "1", "02", is_foreign=True, permit=permit)
    shown = api.preview(
        api.move_in, story.actor, notice=story.notice(today), newcomers=[newcomer], address=home(), previous=FROM
    )
    assert set(messages(shown)) == ({code} if code else set())


@pytest.mark.parametrize("name", ["山田　太郎", "山田太郎", "耶麻田　太呂"])
def test_a_newcomer_looks_like_someone_known(story, family, today, name):
    kana = "" if "山田" in name else "やまだ たろう"
    newcomer = person(name, kana, date(1970, 4, 1), "1", "02")
    shown = api.preview(api.move_in, story.actor, notice=story.notice(today), newcomers=[newcomer],
    address=home("3番地"),
                        previous=FROM)  # fmt: skip
    assert messages(shown)["alike"].person_ids == (family.head.person_id,)
    assert "同じ人の記録があるかもしれません" in messages(shown)["alike"].message
    other = person(name, kana, date(1970, 4, 2), "1", "02")
    shown = api.preview(api.move_in, story.actor, notice=story.notice(today), newcomers=[other], address=home("3番地"),
                        previous=FROM)  # fmt: skip
    assert not shown.cautions


def test_twins_are_not_taken_for_one(story, family, today):
    pair = [person(name, kana, date(2020, 1, 1), "1", relation) for name, kana, relation in
            (("甲　一", "コウ　イチ", "02"), ("甲　二", "コウ　ニ", "20"))]  # fmt: skip
    shown = api.preview(
        api.move_in, story.actor, notice=story.notice(today), newcomers=pair, address=home("3番地"), previous=FROM
    )
    assert not shown.cautions


def test_another_household_at_the_address(story, family, today):
    jiro = named(family, "次郎").person_id
    neighbour = story.single(today - A_MONTH, "隣　人", home("2番地"))
    shown = api.preview(api.move_within, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=[jiro], address=home("2番地"))  # fmt: skip
    assert str(neighbour.number) in messages(shown)["neighbours"].message
    shown = api.preview(api.move_within, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=[jiro], address=home("2番地", building="201"))  # fmt: skip
    assert not shown.cautions


def test_a_proposal_waits(story, family, today):
    jiro = named(family, "次郎").person_id
    arguments = {"event_on": today.isoformat(), "household_id": family.id, "person_ids": [jiro]}
    api.propose(story.actor, kind="ex_officio_removal", arguments=arguments, summary="次郎を消除", reason="調査")
    shown = api.preview(api.move_out, story.actor, notice=story.notice(today, family), household_id=family.id,
                        person_ids=[jiro], destination=TO)  # fmt: skip
    assert "次郎を消除" in messages(shown)["waiting"].message


def test_a_head_named_for_a_day_before_others_came(story, family, today):
    api.birth(story.actor, notice=story.notice(today, family), household_id=family.id,
              child=person("山田　新", "", today, "1", "20"))  # fmt: skip
    then = story.house(family, today - A_MONTH)
    shown = api.preview(api.change_head, story.actor, notice=story.notice(today - A_MONTH, then),
    household_id=family.id,
                        relations=codes(then, {"太郎": "11", "花子": "02", "次郎": "20", "桜": "20"}))  # fmt: skip
    assert "山田　新さん" in messages(shown)["joined_later"].message
