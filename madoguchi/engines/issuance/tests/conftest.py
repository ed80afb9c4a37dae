"""A counter, two families, and a paper that says little: the engine needs no system to be tested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.issuance import kinds
from madoguchi.engines.issuance.inputs import PaperKind
from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.models import Town

from .counter import KIND, Counter

RIGHTS = frozenset({"people.act", "people.view", "papers.test", "papers.close"})


@pytest.fixture
def officer(town: Town) -> Actor:
    """A clerk at the window."""
    return Actor(7, "窓口　一子", "窓口サービス課", RIGHTS)


@pytest.fixture
def chief(town: Town) -> Actor:
    """Who may void and give back."""
    return Actor(8, "係長　二郎", "窓口サービス課", RIGHTS | {"papers.void", "papers.refund"})


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperKind]:
    """The only kind of paper there is."""
    monkeypatch.setattr(kinds, "paper_kinds", lambda: {KIND.code: KIND})
    yield KIND


@pytest.fixture
def residents(officer: Actor) -> list[int]:
    """Ids of two people of different households."""
    return [move_in(officer, name) for name in ("甲野　一郎", "乙野　花子")]


def move_in(actor: Actor, name: str) -> int:
    """Someone who lives alone."""
    family, given = name.split("　")
    day = timezone.localdate() - timedelta(days=400)
    facts = people.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana="テスト　カナ", sex="1", birth_on=date(1980, 1, 1)
    )
    address = people.Address(prefecture="千葉県", city="四街道市", town="大日", lot="9812番地", lg_code="122289")
    people.move_in(
        actor,
        notice=people.Notice(event_on=day, notified_on=day),
        newcomers=[people.Newcomer(facts=facts, relation=("02",))],
        address=address,
        previous=people.Address(country="ブラジル"),
    )
    return people.visible_to(actor).search(people.understand(name)).hits[0].person_id


@pytest.fixture
def counter(town: Town, officer: Actor, chief: Actor, kind: PaperKind, residents: list[int]) -> Counter:
    """Everyone at their place."""
    return Counter(town=town, officer=officer, chief=chief, kind=kind, residents=residents)
