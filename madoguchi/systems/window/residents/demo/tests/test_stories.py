"""Stories without a database: who is related how, what the ledger keeps, how old the city is."""

from collections import Counter
from datetime import date

import pytest

from madoguchi.engines.people.api import ActKind
from madoguchi.foundation.text import length
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.residents.demo import events
from madoguchi.systems.window.residents.demo.city import stories
from madoguchi.systems.window.residents.demo.dice import Dice, Table
from madoguchi.systems.window.residents.demo.kin import Human, relation
from madoguchi.systems.window.residents.demo.names import Name, countries, family_names, given_names
from madoguchi.systems.window.residents.demo.people import child, japanese, marry
from madoguchi.systems.window.residents.demo.story import Story
from madoguchi.systems.window.residents.demo.world import World

TODAY = date(2026, 11, 20)
TOWN = Town(schema_name="yotsukaido", lg_code="122289", name="四街道市", prefecture="千葉県")


@pytest.fixture
def world():
    return World(TOWN, TODAY, 3)


def human(birth, sex):
    return Human(Name("山田", "ヤマダ"), Name("名", "メイ"), date(birth, 1, 1), sex)


def test_relations_are_told_from_the_family():
    father, mother, son, daughter = human(1960, "1"), human(1962, "2"), human(1988, "1"), human(1991, "2")
    wife, grandchild, lodger = human(1989, "2"), human(2018, "2"), human(1990, "1")
    father.spouse, mother.spouse, son.spouse, wife.spouse = mother, father, wife, son
    for each in (son, daughter):
        each.father, each.mother = father, mother
    grandchild.father, grandchild.mother = son, wife
    told = {
        (father, father): ("02",),
        (father, mother): ("12",),
        (father, son): ("20",),
        (father, wife): ("20", "12"),
        (father, grandchild): ("20", "20"),
        (son, father): ("51",),
        (son, daughter): ("84",),
        (daughter, son): ("71",),
        (wife, mother): ("11", "52"),
        (father, lodger): ("99",),
    }
    assert {pair: relation(*pair) for pair in told} == told


def test_partners_of_one_sex_are_kin_by_affinity_and_of_two_not_yet_married():
    one, other, man = human(1990, "2"), human(1991, "2"), human(1990, "1")
    one.partner, other.partner = other, one
    assert relation(one, other) == ("96",)
    one.partner, man.partner = man, one
    assert relation(one, man) == ("13",)


def couple(world):
    husband, wife = japanese(world, "1", date(1980, 5, 5)), japanese(world, "2", date(1982, 5, 5))
    marry(world, husband, wife)
    story = Story(world)
    house = events.move_in(story, [husband, wife], date(2012, 4, 1), world.places.home(world.dice, flat=False))
    return story, house, husband, wife


def standing(story):
    """What is known now, by table, key and period."""
    rows = [row for row in story.chronicle.rows if row.closed is None]
    return sorted((row.table, id(row.key), str(row.since), str(row.until), str(row.values)) for row in rows)


def test_a_cancelled_move_out_leaves_the_record_as_it_was(world):
    story, house, husband, wife = couple(world)
    before = standing(story)
    events.take_back(story, [husband, wife], date(2020, 5, 1))
    assert standing(story) == before
    assert house.members == [husband, wife]
    assert [deed.kind for deed in story.chronicle.deeds][-2:] == [ActKind.MOVE_OUT, ActKind.CANCEL]


def test_when_the_head_dies_the_widow_is_the_head(world):
    story, house, husband, wife = couple(world)
    baby = child(world, husband, wife, date(2014, 3, 3))
    events.birth(story, baby, baby.birth, house)
    events.death(story, husband, date(2021, 2, 2))
    now = {
        key: row.values["relation_text"]
        for (table, key), row in story.chronicle.present.items()
        if table == "membership"
    }
    assert now == {wife: "世帯主", baby: "子"}


def test_a_late_correction_reaches_back_over_all_that_stands(world):
    story, house, *_ = couple(world)
    events.move_house(story, house, date(2015, 6, 1))
    events.correct(story, "dwelling", house, date(2024, 1, 10), building="訂正館")
    known = [row for row in story.chronicle.rows if row.table == "dwelling" and row.closed is None]
    assert {row.values["building"] for row in known} == {"訂正館"}
    assert len(known) == 2


def test_acts_follow_each_other_in_the_record(world):
    for story in stories(world, 300):
        times = [deed.recorded_at for deed in story.chronicle.deeds]
        assert times == sorted(set(times))
        for house in story.houses:
            assert not house.members or house.head in house.members


def test_the_pyramid_is_that_of_a_commuter_town(world):
    ages, foreign = Counter(), 0
    for story in stories(world, 4000):
        for house in story.houses:
            for member in house.members:
                age = member.age(TODAY)
                ages["child" if age < 15 else "old" if age >= 65 else "grown"] += 1
                foreign += bool(member.facts.get("is_foreign"))
    whole = ages.total()
    assert 0.10 < ages["child"] / whole < 0.16
    assert 0.25 < ages["old"] / whole < 0.32
    assert 0.01 < foreign / whole < 0.045


def test_names_hold_variants_rare_kanji_and_ivs():
    families = {name.text for name in family_names().items}
    assert len(families) > 300
    assert {"髙橋", "渡邉", "渡邊", "齋藤", "山﨑", "𠮷田"} <= families
    assert sum(length(name) < len(name) for name in families) >= 8
    assert sum(len(table.items) for table in given_names().values()) > 450
    assert all(name.kana for country in countries().items for name in country.family)


def test_the_same_dice_fall_alike():
    one, two = Dice(5), Dice(5)
    table = Table({"a": 1.0, "b": 9.0})
    assert [table.draw(one) for _ in range(200)] == [table.draw(two) for _ in range(200)]
