"""Addresses, tables of relations, comparisons and kept pictures, each by itself."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.foundation.codes import UnknownRelationshipError

CITY = ("千葉県", "四街道市", "122289", True)


def member(person_id: int, relation: tuple[str, ...], birth: date, sex: str = "1", **changes):
    from madoguchi.engines.people.api import HEAD, Member
    from madoguchi.foundation.codes import relationship_label

    values = {
        "person_id": person_id,
        "number": person_id,
        "name": f"渡邉　{person_id}",
        "kana": "",
        "birth_on": birth,
        "sex": sex,
        "is_foreign": False,
        "relation": relation,
        "relation_text": relationship_label(relation),
        "is_head": relation == HEAD,
        "position": person_id,
        "since": date(2020, 1, 1),
        "until": None,
    }
    return Member(**{**values, **changes})


def house(*members, lot="1番"):
    from madoguchi.engines.people.api import Address, House

    return House(id=1, number=1, revision=3, address=Address(town="大日", lot=lot), members=members)


FATHER = (1, ("02",), date(1982, 3, 14))
MOTHER = (2, ("12",), date(1985, 8, 22), "2")
GRANDMOTHER = (5, ("52",), date(1950, 9, 30), "2")


@pytest.mark.parametrize(
    ("typed", "town", "lot", "building"),
    [
        ("めいわ三丁目98番12号", "めいわ三丁目", "98番12号", ""),
        ("めいわ3-98-12 コーポ101", "めいわ三丁目", "98-12", "コーポ101"),
        ("千葉県四街道市大日９８１２番地６", "大日", "9812番地6", ""),
    ],
)
def test_an_address_is_understood_as_it_is_typed(typed, town, lot, building):
    from ..localities import Locality, local_address, town_matches

    place = Locality(*CITY)
    found = local_address(place, typed)
    assert (found.town, found.lot, found.building) == (town, lot, building)
    assert found.lg_code == "122289" and found.postal_code and town_matches(place, found)


def test_an_invented_town_has_addresses_too():
    from ..localities import Locality, local_address, town_matches

    place = Locality("日和県", "ひなた町", "990019", False)
    found = local_address(place, "陽だまり1番地", "", "999-9999")
    assert (found.town, found.lot, found.postal_code, found.city) == ("陽だまり", "1番地", "9999999", "ひなた町")
    assert town_matches(place, found) is None


def test_abroad_is_a_country():
    from ..localities import outside_address

    assert outside_address("Taipei", "台湾").country == "台湾"
    assert outside_address("千葉県佐倉市王子台九丁目97番3号").city == "佐倉市"


def test_the_head_who_stays_keeps_every_relation():
    from ..relations import table

    made = table("move", "x", [member(*FATHER), member(*MOTHER)], {})
    assert made.head == 1 and made.codes() == {1: ("02",), 2: ("12",)} and not made.asks


def test_without_the_head_the_wife_is_proposed_and_relations_are_restated():
    from ..relations import table

    made = table("stay", "x", [member(*GRANDMOTHER), member(*MOTHER)], {})
    assert made.head == 2 and made.codes() == {2: ("02",), 5: ("11", "52")} and made.asks


def test_another_head_makes_another_proposal_and_edits_are_kept_for_the_same_head():
    from ..relations import table

    people = [member(*MOTHER), member(*GRANDMOTHER)]
    other = table("stay", "x", people, {"stay_head": "5", "stay_for": "2", "stay_5": "夫の母"})
    assert other.head == 5 and other.codes()[2] == ("20", "12")
    edited = table("stay", "x", people, {**other.posted, "stay_2": "同居人"})
    assert edited.codes()[2] == ("99",)


@pytest.mark.parametrize("word", ["", "いとこの友だち", "世帯主"])
def test_a_word_that_is_no_relation_is_refused(word):
    from ..relations import table

    people = [member(*MOTHER), member(*GRANDMOTHER)]
    with pytest.raises(UnknownRelationshipError):
        table("stay", "x", people, {"stay_head": "2", "stay_for": "2", "stay_5": word}).codes()


def test_a_picture_gives_back_the_household():
    import json

    from ..pictures import houses_of, pictured

    kept = house(member(*FATHER), member(*MOTHER, alias="ワタナベ"))
    assert houses_of(json.loads(json.dumps(pictured([kept])))) == (kept,)


def test_the_comparison_marks_what_changes_and_nothing_else():
    from ..compare import compare

    before = house(member(*FATHER), member(*MOTHER), member(*GRANDMOTHER))
    same = compare([before], [before])
    assert not same.changes and not same.gone
    after = house(member(1, ("11",), date(1982, 3, 14)), member(2, ("02",), date(1985, 8, 22), "2"), lot="2番")
    made = compare([before], [after])
    assert [gone.person_id for gone in made.gone] == [5]
    home = made.after[0]
    assert home.title.fresh and home.size.fresh and not home.is_new
    assert [(line.relation.old, line.relation.new) for line in home.lines] == [("世帯主", "夫"), ("妻", "世帯主")]
    assert home.lines[0].also == ("住所",) and not home.lines[0].name.fresh


def test_who_is_gone_is_the_subject_and_the_head_has_changed():
    from ..occurrences import occurrence

    before = house(member(*FATHER), member(*GRANDMOTHER))
    after = house(member(5, ("02",), date(1950, 9, 30), "2"))
    event = occurrence("death", event_on=date(2026, 11, 14), notified_on=None, before=[before], after=[after])
    assert [party.person_id for party in event.subjects] == [1]
    assert event.head_changed and not event.whole_household
    assert next(party for party in event.parties if party.person_id == 5).alone
