"""A family, and its seals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from madoguchi.engines.people import api as people

from .steps import Seals

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.towns.models import Town

HOME = people.Address(
    prefecture="千葉県", city="四街道市", town="大日", lot="9812番地6", postal_code="2840001", lg_code="122289"
)
BEFORE = people.Address(prefecture="千葉県", city="千葉市中央区", town="中央", lot="9番")


def newcomer(name: str, kana: str, relation: str, born: date, sex: str, **facts: object) -> people.Newcomer:
    """Someone who moves in."""
    family, _, given = name.partition("　")
    columns = people.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana=kana, sex=sex, birth_on=born,
        domicile="千葉県佐倉市王子台九丁目97番地", koseki_head=name, **facts,
    )  # fmt: skip
    return people.Newcomer(facts=columns, relation=(relation,))


@pytest.fixture
def house(clerk: User) -> people.House:
    """渡邉 健一, his wife 美咲, their son 湊 (17) and daughter 陽菜 (10), who moved in last year."""
    today = timezone.localdate()
    day = today - timedelta(days=400)
    family = [
        newcomer("渡邉　健一", "ワタナベ　ケンイチ", "02", date(1982, 3, 14), "1"),
        newcomer("渡邉　美咲", "ワタナベ　ミサキ", "12", date(1984, 7, 2), "2", former_family_name="三橋"),
        newcomer("渡邉　湊", "ワタナベ　ミナト", "20", today - timedelta(days=17 * 366), "1"),
        newcomer("渡邉　陽菜", "ワタナベ　ヒナ", "20", today - timedelta(days=10 * 366), "2"),
    ]
    notice = people.Notice(event_on=day, notified_on=day)
    people.move_in(clerk.as_actor(), notice=notice, newcomers=family, address=HOME, previous=BEFORE)
    view = people.visible_to(clerk.as_actor())
    found = view.house_of(view.search(people.understand("渡邉 健一")).hits[0].person_id)
    assert found is not None
    return found


@pytest.fixture
def seals(town: Town, clerk: User) -> Seals:
    """What a clerk does about seals, in few words."""
    return Seals(clerk.as_actor(), town)
