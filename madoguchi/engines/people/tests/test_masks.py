"""Items that an actor may not see are empty in every record, and the record says which."""

from datetime import date, timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.permissions import DOMICILE, HISTORY, ITEMS, PERMIT, RELATION
from madoguchi.foundation.access import Actor, Forbidden

from .stories import TO, home, named, person

A_DAY = timedelta(days=1)


@pytest.fixture
def foreigner(story, today):
    """A foreign resident with everything filled."""
    permit = api.PermitFacts(country="ブラジル", status="永住者", card_number="ZZ900001")
    more = {"alias": "白石　マリア", "name_romaji": "SILVA MARIA", "phone": "043-000-0099", "previous_address": TO}
    born = date(1990, 1, 1)
    one = person("SILVA MARIA", "シルバ　マリア", born, "2", "02", is_foreign=True, permit=permit, **more)
    return story.move_in(today - 90 * A_DAY, [one], home("12番地"))


def reader(*items):
    """Someone who may see people, and these items."""
    return Actor(30, "閲覧　一", "道路管理課", frozenset({"people.view", *items}))


def test_another_division_sees_name_kana_birth_sex_and_address(story, family, foreigner, today):
    view = api.visible_to(reader())
    record = view.person(foreigner.head.person_id)
    who = record.identity
    assert (who.name, who.name_kana, who.birth_on, who.sex) == ("SILVA MARIA", "シルバ　マリア", date(1990, 1, 1), "2")
    assert record.dwelling.lot == "12番地" and record.is_resident
    assert (who.alias, who.is_foreign, who.name_romaji, record.permit, record.contact, record.household) == (
        "", False, "", None, None, None
    )  # fmt: skip
    member = record.membership
    assert (member.relation, member.relation_text, member.is_head, member.previous_address) == ([], "", False, {})
    assert (member.resident_since, member.settled_on, member.household_id) == (None, None, None)
    assert record.withheld == set(ITEMS)
    for text in ("ブラジル", "永住者", "ZZ900001", "白石", "世帯主", "043", TO.town):
        assert text not in repr([vars(row) for row in vars(record).values() if hasattr(row, "__dict__")])


def test_who_lives_with_whom_is_withheld_with_the_relation(family, today):
    view = api.visible_to(reader())
    [alone] = view.house_of(family.head.person_id).members
    assert (alone.name, alone.relation_text, alone.is_head) == ("山田　太郎", "", False)
    assert view.house_of(family.head.person_id).number == 0
    both = view.houses_of([member.person_id for member in family.members])
    assert all([member.person_id for member in house.members] == [key] for key, house in both.items())
    with pytest.raises(Forbidden):
        view.house(family.id)
    hit = view.search(api.understand("山田 太郎")).hits[0]
    assert (hit.relation_text, hit.is_head, hit.house_size, hit.household_id) == ("", False, 0, None)
    assert view.search(api.Query(number=family.number)).hits == ()
    assert len(view.search(api.Query(number=family.head.number)).hits) == 1


def test_no_other_day_no_acts_and_no_telephone_without_the_history(family, foreigner, today):
    view = api.visible_to(reader(DOMICILE, RELATION, PERMIT))
    one = foreigner.head.person_id
    for ask in (
        lambda: view.person(one, on=today - A_DAY),
        lambda: view.people([one], on=today - A_DAY),
        lambda: view.house_of(one, on=today - A_DAY),
        lambda: view.house(foreigner.id, on=today - A_DAY),
        lambda: view.acts(one),
        lambda: view.acts_of_all([one]),
    ):
        with pytest.raises(Forbidden):
            ask()
    assert view.search(api.understand("043-000-0099")).hits == ()
    assert view.person(one, on=today).name == "SILVA MARIA"
    assert len(api.visible_to(reader(*ITEMS)).search(api.understand("043-000-0099")).hits) == 1


@pytest.mark.parametrize("item", ITEMS)
def test_one_item_alone(story, family, foreigner, today, item):
    view = api.visible_to(reader(item))
    record = view.person(foreigner.head.person_id)
    assert record.withheld == set(ITEMS) - {item}
    assert (record.permit is not None) == (item == PERMIT)
    assert (record.contact is not None) == (item == HISTORY)
    assert bool(record.membership.relation_text) == (item == RELATION)


def test_domicile_and_head_of_the_koseki(story, today):
    one = person(
        "本籍　有", "ホンセキ　アリ", date(1990, 1, 1), "2", "02", domicile="千葉県佐倉市9番", koseki_head="本籍　父"
    )
    house = story.move_in(today - A_DAY, [one])
    for actor, told in ((reader(), ("", "")), (reader(DOMICILE), ("千葉県佐倉市9番", "本籍　父"))):
        row = api.visible_to(actor).person(house.head.person_id).identity
        assert (row.domicile, row.koseki_head) == told


def test_what_is_masked_is_a_copy(family):
    from madoguchi.engines.people.models import Identity, Membership

    record = api.visible_to(reader()).person(named(family, "花子").person_id)
    assert record.identity.pk and record.membership.pk
    assert Membership.versions.get(pk=record.membership.pk).relation_text == "妻"
    assert Identity.versions.get(pk=record.identity.pk).name == "山田　花子"


def test_codes_need_their_own_right(family, officer):
    with pytest.raises(Forbidden):
        api.visible_to(reader(*ITEMS)).codes(family.head.person_id)
    assert api.visible_to(officer).codes(family.head.person_id) == ""


def test_those_who_may_see_everything_get_the_record_itself(officer, family):
    assert api.visible_to(officer).person(family.head.person_id).withheld == frozenset()
