"""A small town with staff who are curious."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from madoguchi.engines.people import api as people
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of, make_user

HERE = {"prefecture": "千葉県", "city": "四街道市", "postal_code": "2840001", "lg_code": "122289"}
PREVIOUS = people.Address(prefecture="千葉県", city="佐倉市", town="王子台九丁目", lot="97番3号")


def settle(actor, names: list[str], town: str, lot: str) -> people.House:
    """A family that moved in a year ago, the first its head; each born on 1980-03-14."""
    day = timezone.localdate() - timedelta(days=400)
    newcomers = [
        people.Newcomer(
            facts=people.PersonFacts(
                name=name,
                family_name=name.split("　")[0],
                given_name=name.split("　")[1],
                name_kana="テスト　カナ",
                sex="1",
                birth_on=date(1980, 3, 14),
                domicile="千葉県佐倉市王子台九丁目97番地",
                koseki_head=names[0],
            ),
            relation=("02",) if name == names[0] else ("12",),
        )
        for name in names
    ]
    people.move_in(
        actor,
        notice=people.Notice(event_on=day, notified_on=day),
        newcomers=newcomers,
        address=people.Address(town=town, lot=lot, **HERE),
        previous=PREVIOUS,
    )
    view = people.visible_to(actor)
    return view.house_of(view.search(people.understand(names[0])).hits[0].person_id)


@pytest.fixture
def head(town: object) -> User:
    """The head of 窓口サービス課."""
    return make_user("test-head", "見守　正子", "窓口サービス課", ["head", "registrar"], "課長")


@pytest.fixture
def auditor(town: object) -> User:
    """Reads the audit, and may see no resident."""
    return make_user("test-auditor", "監査　公", "監査委員事務局", ["auditor"], "主査")


@pytest.fixture
def head_client(head: User) -> Client:
    return client_of(head)


@pytest.fixture
def auditor_client(auditor: User) -> Client:
    return client_of(auditor)


@pytest.fixture
def families(supervisor: User) -> dict[str, people.House]:
    """The Yamada of 大日12番地3, their neighbours the Kimura of 大日12番地8, and the Sato of めいわ."""
    actor = supervisor.as_actor()
    return {
        "yamada": settle(actor, ["山田　太郎", "山田　花子"], "大日", "12番地3"),
        "kimura": settle(actor, ["木村　実"], "大日", "12番地8"),
        "sato": settle(actor, ["佐藤　薫"], "めいわ三丁目", "9番12号"),
    }


@pytest.fixture
def yamada(families: dict[str, people.House]) -> people.Member:
    return families["yamada"].members[0]
