"""Invented people in the record, entered by the acts themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from madoguchi.engines.people.api import HEAD, Address, House, Newcomer, Notice, PersonFacts, move_in, visible_to
from madoguchi.foundation.access.models import User

HOME = Address(
    prefecture="千葉県", city="四街道市", town="大日", lot="9812番地", postal_code="2840001", lg_code="122289"
)
BEFORE = Address(prefecture="千葉県", city="千葉市中央区", town="中央", lot="9番")


def newcomer(name: str, kana: str, born: date, sex: str, relation: tuple[str, ...], **facts: Any) -> Newcomer:
    """Someone who moves in."""
    family, given = name.split("　")
    return Newcomer(
        facts=PersonFacts(
            name=name, family_name=family, given_name=given, name_kana=kana, birth_on=born, sex=sex, **facts
        ),
        relation=relation,
    )


def move_in_family(user: User, *, on: date = date(2009, 4, 1), notified: date | None = None) -> House:
    """渡邉健一, his wife and a daughter move in."""
    people = [
        newcomer("渡邉　健一", "ワタナベ　ケンイチ", date(1982, 3, 14), "1", HEAD),
        newcomer("渡邉　美咲", "ワタナベ　ミサキ", date(1984, 7, 2), "2", ("12",)),
        newcomer("渡邉　陽菜", "ワタナベ　ヒナ", date(2008, 5, 11), "2", ("20",)),
    ]
    notice = Notice(event_on=on, notified_on=notified or on)
    act = move_in(user.as_actor(), notice=notice, newcomers=people, address=HOME, previous=BEFORE)
    view = visible_to(user.as_actor())
    from madoguchi.engines.people.api import understand

    person = next(hit for hit in view.search(understand("渡邉健一")).hits)
    house = view.house_of(person.person_id)
    assert house and act
    return house
