"""Invented people and staff for the objects of the matrix, entered by the acts themselves."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from madoguchi.engines.people.api import (
    HEAD,
    Address,
    House,
    Newcomer,
    Notice,
    PersonFacts,
    ProtectionCase,
    move_in,
    start_protection,
    understand,
    visible_to,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user

HOME = Address(
    prefecture="千葉県", city="四街道市", town="大日", lot="9812番地", postal_code="2840001", lg_code="122289"
)
BEFORE = Address(prefecture="千葉県", city="千葉市中央区", town="中央", lot="9番")


def worker(role: str, division: str) -> User:
    """A member of staff of the present town who makes the objects; the same one each time."""
    username = f"matrix-maker-{role}"
    roles = {"supervisor": ["clerk", "supervisor"], "head": ["head", "registrar"]}.get(role, [role])
    return User.objects.filter(username=username).first() or make_user(username, f"作成　{role}", division, roles)


def maker(role: str = "supervisor", division: str = "窓口サービス課", purpose: str = "notice") -> Actor:
    """The same as an actor."""
    return worker(role, division).as_actor(purpose)


def household(name: str = "矢印　一", kana: str = "ヤジルシ　ハジメ") -> House:
    """One person who lives alone, moved in long ago; the same one each time it is asked for by name."""
    actor = maker()
    hits = visible_to(actor).search(understand(name)).hits
    if not hits:
        family, given = name.split("　")
        facts = PersonFacts(
            name=name, family_name=family, given_name=given, name_kana=kana, birth_on=date(1980, 5, 5), sex="1"
        )
        notice = Notice(event_on=date(2015, 4, 1), notified_on=date(2015, 4, 1))
        move_in(actor, notice=notice, newcomers=[Newcomer(facts=facts, relation=HEAD)], address=HOME, previous=BEFORE)
        hits = visible_to(actor).search(understand(name)).hits
    house = visible_to(actor).house_of(hits[0].person_id)
    assert house
    return house


def other_household() -> House:
    """Someone else."""
    return household("別人　二", "ベツジン　ツギ")


def guard(person_id: int) -> ProtectionCase:
    """The person is protected (支援措置) from now on, with everyone in the household."""
    today = timezone.localdate()
    return start_protection(
        maker(),
        applicant_id=person_id,
        kind="violence",
        agency_kind="police",
        agency="四街道警察署",
        applied_on=today,
        decided_on=today,
    )


def latest_act(house: House) -> int:
    """The act by which a household came."""
    return visible_to(maker()).acts(house.members[0].person_id)[0].pk
