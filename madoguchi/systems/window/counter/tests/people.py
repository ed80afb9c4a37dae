"""Families for the counter's tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madoguchi.engines.people.api import House
    from madoguchi.foundation.access import Actor

WATANABE = (
    ("渡邉　健一", "ワタナベ　ケンイチ", date(1982, 3, 14), "1", ("02",)),
    ("渡邉　美咲", "ワタナベ　ミサキ", date(1985, 8, 22), "2", ("12",)),
    ("渡邉　陽菜", "ワタナベ　ハルナ", date(2016, 5, 11), "2", ("20",)),
    ("渡邉　蓮", "ワタナベ　レン", date(2024, 2, 3), "1", ("20",)),
    ("渡邉　和子", "ワタナベ　カズコ", date(1950, 9, 30), "2", ("52",)),
)


def settle(
    actor: Actor, people=WATANABE, town: str = "大日", lot: str = "9812番地6", on: date = date(2024, 4, 1)
) -> House:
    """A family that has lived in the town for years."""
    from madoguchi.engines.people.api import Address, Newcomer, Notice, PersonFacts, move_in, visible_to

    newcomers = [
        Newcomer(facts=PersonFacts(name=name, name_kana=kana, birth_on=birth, sex=sex), relation=relation)
        for name, kana, birth, sex, relation in people
    ]
    address = Address(prefecture="千葉県", city="四街道市", town=town, lot=lot, lg_code="122289", postal_code="2840001")
    previous = Address(prefecture="千葉県", city="佐倉市", town="王子台九丁目", lot="97番地")
    move_in(actor, notice=Notice(event_on=on, notified_on=on), newcomers=newcomers, address=address, previous=previous)
    view = visible_to(actor)
    hit = view.search(query_of(people[0][0])).hits[0]
    house = view.house_of(hit.person_id)
    assert house is not None
    return house


def query_of(name: str):
    """A search for one name."""
    from madoguchi.engines.people.api import Query

    return Query(names=(name.split("　")[1],))
