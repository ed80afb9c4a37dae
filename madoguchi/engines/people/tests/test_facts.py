"""Names, 通称, 旧氏, permits, nationality, numbers, contacts, persons outside the register."""

from datetime import timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Contact, IndividualNumber, Person
from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.codes import corporate_number_check_digit, individual_number_check_digit

from .stories import TO, home, named, person, person_record, record

A_MONTH = timedelta(days=30)
NUMBER = "12345678901" + individual_number_check_digit("12345678901")
OTHER = "10987654321" + individual_number_check_digit("10987654321")


@pytest.fixture
def maria(story, today):
    """A foreign resident, alone."""
    permit = api.PermitFacts(country="ペルー", status="定住者", article30_45="1", expires_on=today + A_MONTH)
    facts = {"is_foreign": True, "permit": permit, "name_romaji": "ROSSI MARIA"}
    return story.move_in(today - 3 * A_MONTH, [person("ROSSI MARIA", "ロッシ　マリア", today - 9000 * timedelta(days=1),
                                                      "2", "02", **facts)], home("8番地")).head.person_id  # fmt: skip


def test_a_name_changes_by_marriage(story, family, today):
    sakura = named(family, "桜").person_id
    changes = {"name": "鈴木　桜", "family_name": "鈴木", "name_kana": "スズキ　サクラ", "koseki_head": "鈴木　一"}
    act = api.change_name(story.actor, notice=story.notice(today), person_id=sakura, changes=changes)
    assert act.summary == "山田　桜を鈴木　桜に変更"
    assert person_record(sakura, on=today).name == "鈴木　桜"
    assert person_record(sakura, on=today - timedelta(days=1)).name == "山田　桜"
    assert story.house(family, today).revision == family.revision + 1
    for text in ("鈴木　桜", "山田　桜", "すずき　さくら", "suzuki sakura"):
        assert [hit.person_id for hit in api.visible_to(story.actor).search(api.understand(text)).hits] == [sakura], (
            text
        )


def test_a_name_that_is_none(story, family, today):
    one = family.head.person_id
    with pytest.raises(api.Refused, match="氏名を入れて"):
        api.change_name(story.actor, notice=story.notice(today), person_id=one, changes={"name": "　"})
    with pytest.raises(api.Refused, match="変わるところ"):
        api.change_name(story.actor, notice=story.notice(today), person_id=one, changes={"name": "山田　太郎"})
    with pytest.raises(ValueError, match="birth_on"):
        api.change_name(story.actor, notice=story.notice(today), person_id=one, changes={"birth_on": "x"})
    with pytest.raises(api.Refused, match="住民ではない人"):
        api.change_name(story.actor, notice=story.notice(today), person_id=424242, changes={"name": "誰"})


def test_names_change_in_the_order_of_their_days(story, family, today):
    one = family.head.person_id
    api.change_name(story.actor, notice=story.notice(today), person_id=one, changes={"name": "甲　太郎"})
    with pytest.raises(api.Refused, match="異動日より後の変更"):
        api.change_name(story.actor, notice=story.notice(today - A_MONTH), person_id=one, changes={"name": "乙　太郎"})


def test_aliases_are_for_foreigners(story, family, maria, today):
    api.change_alias(
        story.actor, notice=story.notice(today), person_id=maria, alias="田中　マリア", alias_kana="タナカ　マリア"
    )
    assert person_record(maria, on=today).identity.alias == "田中　マリア"
    assert [hit.person_id for hit in api.visible_to(story.actor).search(api.understand("田中")).hits] == [maria]
    with pytest.raises(api.Refused, match="旧氏を使えます"):
        api.change_alias(
            story.actor, notice=story.notice(today), person_id=family.head.person_id, alias="甲", alias_kana=""
        )
    api.change_alias(story.actor, notice=story.notice(today), person_id=maria, alias="", alias_kana="")
    assert person_record(maria, on=today).identity.alias == ""


def test_former_names_are_for_japanese(story, family, maria, today):
    hanako = named(family, "花子").person_id
    arguments = {"family_name": "渡邉", "family_kana": "ワタナベ"}
    api.change_former_name(story.actor, notice=story.notice(today), person_id=hanako, **arguments)
    assert [hit.person_id for hit in api.visible_to(story.actor).search(api.understand("渡辺")).hits] == [hanako]
    with pytest.raises(api.Refused, match="通称を使えます"):
        api.change_former_name(story.actor, notice=story.notice(today), person_id=maria, **arguments)


def test_who_may_not_act_learns_nothing_of_the_person(story, family, today):
    with pytest.raises(Forbidden):
        api.change_alias(
            Actor(9, "誰か"), notice=story.notice(today), person_id=family.head.person_id, alias="甲", alias_kana=""
        )


def test_a_permit_changes(story, family, maria, today):
    new = api.PermitFacts(country="ペルー", status="永住者", article30_45="1")
    act = api.change_permit(story.actor, notice=story.notice(today), person_id=maria, permit=new)
    assert "永住者" in act.summary
    assert person_record(maria, on=today).permit.status == "永住者"
    assert person_record(maria, on=today - timedelta(days=1)).permit.status == "定住者"
    with pytest.raises(api.Refused, match="変わるところ"):
        api.change_permit(story.actor, notice=story.notice(today), person_id=maria, permit=new)
    with pytest.raises(api.Refused, match="異動日より後の在留情報"):
        api.change_permit(story.actor, notice=story.notice(today - A_MONTH), person_id=maria, permit=api.PermitFacts())
    with pytest.raises(api.Refused, match="外国人住民ではありません"):
        api.change_permit(story.actor, notice=story.notice(today), person_id=family.head.person_id, permit=new)


def test_a_permit_changes_while_a_move_out_is_planned(story, maria, today):
    house = story.home_of(maria, today)
    api.move_out(story.actor, notice=story.notice(today + A_MONTH, house), household_id=house.id, person_ids=[maria],
                 destination=TO)  # fmt: skip
    api.change_permit(story.actor, notice=story.notice(today), person_id=maria, permit=api.PermitFacts(status="留学"))
    assert person_record(maria, on=today).permit.status == "留学"
    assert person_record(maria, on=today + A_MONTH).permit is None


def test_nationality_is_gained_and_lost(story, maria, today):
    facts = {
        "name": "露西　真理",
        "name_kana": "ロッシ　マリ",
        "domicile": "千葉県四街道市大日1番地",
        "koseki_head": "露西　真理",
    }
    gained = today - A_MONTH
    before = record()
    act = api.gain_nationality(story.actor, notice=story.notice(gained), person_id=maria, facts=facts)
    now = person_record(maria, on=today)
    assert (now.name, now.identity.is_foreign, now.permit) == ("露西　真理", False, None)
    assert person_record(maria, on=gained - timedelta(days=1)).permit.status == "定住者"
    with pytest.raises(api.Refused, match="既に日本の国籍"):
        api.gain_nationality(story.actor, notice=story.notice(today), person_id=maria, facts=facts)
    house = story.home_of(maria, today)
    transitional = api.PermitFacts(country="ペルー", article30_45="4")
    lost = api.lose_nationality(story.actor, notice=story.notice(today, house), household_id=house.id, person_id=maria,
                                permit=transitional)  # fmt: skip
    then = person_record(maria, on=today)
    assert (then.identity.is_foreign, then.identity.domicile, then.permit.article30_45) == (True, "", "4")
    for each in (lost, act):
        api.cancel(story.actor, notice=story.notice(today), act_id=each.pk, reason="誤り")
    assert record() == before


def test_nationality_is_lost_and_the_person_leaves_the_record(story, family, maria, today):
    hanako = named(family, "花子").person_id
    api.lose_nationality(story.actor, notice=story.notice(today, family), household_id=family.id, person_id=hanako,
                         permit=None)  # fmt: skip
    assert person_record(hanako, on=today).removal.reason == "other"
    assert len(story.house(family, today).members) == 3
    house = story.home_of(maria, today)
    with pytest.raises(api.Refused, match="日本の国籍をもたない"):
        api.lose_nationality(story.actor, notice=story.notice(today, house), household_id=house.id, person_id=maria,
                             permit=None)  # fmt: skip


def number_on(person_id, day):
    return IndividualNumber.versions.as_of(day).get(person=person_id).open()


def test_numbers_are_given_and_changed(story, family, today):
    one, two = (member.person_id for member in family.members[:2])
    api.set_individual_number(story.actor, notice=story.notice(today - A_MONTH), person_id=one, value=NUMBER)
    api.set_resident_code(story.actor, notice=story.notice(today - A_MONTH), person_id=one, value="12345678901")
    view = api.visible_to(story.actor)
    assert view.codes(one) == "12345678901"
    assert number_on(one, today) == NUMBER
    with pytest.raises(api.Refused, match="ほかの人の記録"):
        api.set_individual_number(story.actor, notice=story.notice(today), person_id=two, value=NUMBER)
    api.set_individual_number(story.actor, notice=story.notice(today), person_id=one, value=OTHER)
    assert number_on(one, today) == OTHER
    assert number_on(one, today - timedelta(days=1)) == NUMBER
    with pytest.raises(api.Refused, match="ほかの人の記録"):
        api.set_individual_number(story.actor, notice=story.notice(today), person_id=two, value=NUMBER)
    with pytest.raises(api.Refused, match="変わるところ"):
        api.set_individual_number(story.actor, notice=story.notice(today), person_id=one, value=OTHER)
    with pytest.raises(api.Refused, match="異動日より後に変更した番号"):
        api.set_individual_number(story.actor, notice=story.notice(today - 2 * A_MONTH), person_id=one, value=OTHER)


@pytest.mark.parametrize("value", ["", "1234", "123456789012", "１２３４５６７８９０１８"])
def test_a_wrong_individual_number_is_refused(story, family, today, value):
    with pytest.raises(api.Refused, match="検査用数字"):
        api.set_individual_number(story.actor, notice=story.notice(today), person_id=family.head.person_id, value=value)
    assert not IndividualNumber.versions.exists()


def test_numbers_stay_out_of_summaries_audit_and_search(story, family, today):
    one = family.head.person_id
    act = api.set_individual_number(story.actor, notice=story.notice(today), person_id=one, value=NUMBER)
    written = f"{act.summary}{act.details}" + "".join(f"{entry.subject}{entry.detail}" for entry in Entry.objects.all())
    assert NUMBER not in written
    assert not api.visible_to(story.actor).search(api.understand(NUMBER)).hits


def test_a_newcomer_brings_numbers_along(story, family, today):
    one = family.head.person_id
    api.set_individual_number(story.actor, notice=story.notice(today), person_id=one, value=NUMBER)
    bearer = person("新　人", "", today - 9000 * timedelta(days=1), "1", "02", individual_number=NUMBER)
    with pytest.raises(api.Refused, match="この個人番号は、ほかの人"):
        story.move_in(today, [bearer], home("7番地"))
    bearer = person(
        "新　人", "", today - 9000 * timedelta(days=1), "1", "02", individual_number=OTHER, resident_code="2" * 11
    )
    house = story.move_in(today, [bearer], home("7番地"))
    assert api.visible_to(story.actor).codes(house.head.person_id) == "2" * 11
    assert number_on(house.head.person_id, today) == OTHER


def test_numbers_are_shown_only_to_those_who_may_see_them(story, chief, family):
    with pytest.raises(Forbidden):
        api.visible_to(chief).codes(family.head.person_id)


def test_someone_outside_the_register(story, today):
    facts = api.PersonFacts(name="外　住", name_kana="ソト　スム")
    address = api.Address(prefecture="千葉県", city="佐倉市", town="海隣寺町", lot="97番地")
    act = api.register_outsider(story.actor, notice=story.notice(today), facts=facts, address=address, kind="outsider")
    one = Person.objects.get()
    assert (one.kind, act.summary) == ("outsider", "外　住を登録")
    found = api.visible_to(story.actor).search(api.understand("外住"))
    assert [hit.present for hit in found.hits] == [False]
    assert api.visible_to(story.actor).search(api.Query(place="佐倉市海隣寺町")).hits
    before = record()
    house = story.move_in(
        today, [person("外　住", "ソト　スム", today - 9000 * timedelta(days=1), "1", "02", person_id=one.pk)]
    )
    one.refresh_from_db()
    assert one.kind == "resident"
    assert house.head.number == one.number
    act = Act.objects.filter(kind="move_in").get()
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="誤り")
    one.refresh_from_db()
    assert one.kind == "outsider"
    assert record() == before


def test_a_corporation(story, today):
    digits = "000012050002"
    facts = api.PersonFacts(name="株式会社見本", corporate_number=corporate_number_check_digit(digits) + digits)
    arguments = {"notice": story.notice(today), "address": home(), "phone": "043-000-0001"}
    api.register_outsider(story.actor, facts=facts, kind="corporation", **arguments)
    one = Person.objects.get()
    assert [hit.person_id for hit in api.visible_to(story.actor).search(api.understand("043-000-0001")).hits] == [
        one.pk
    ]
    with pytest.raises(api.Refused, match="法人です"):
        story.move_in(today, [person("株式会社見本", "", today, "1", "02", person_id=one.pk)])
    with pytest.raises(api.Refused) as caught:
        api.register_outsider(story.actor, facts=api.PersonFacts(name="", corporate_number="1" * 13), kind="resident",
                              notice=story.notice(today), address=home())  # fmt: skip
    assert {fault.field for fault in caught.value.faults} == {"kind", "name", "corporate_number"}


def test_a_telephone_changes(story, family, today):
    one = family.head.person_id
    for day, phone in ((today - A_MONTH, "043-000-0002"), (today, "043-000-0003")):
        api.change_contact(story.actor, notice=story.notice(day), person_id=one, phone=phone)
    assert person_record(one, on=today - timedelta(days=1)).contact.phone == "043-000-0002"
    assert person_record(one, on=today).contact.phone == "043-000-0003"
    api.change_contact(
        story.actor, notice=story.notice(today - 2 * A_MONTH), person_id=one, phone="", address=home("6番地")
    )
    assert Contact.versions.known().filter(person=one).count() == 1
    with pytest.raises(api.Refused, match="見つかりません"):
        api.change_contact(story.actor, notice=story.notice(today), person_id=424242, phone="1")
