"""The protected family, with everything that a house may know of people, and those from whom they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import put_forward_about
from madoguchi.engines.people import api
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of

from . import serving
from .signs import NUMBERS, SIGNS

A_DAY = timedelta(days=1)
NOBODY_IN_HOUSE = 999_999_999
HERE = {"prefecture": "千葉県", "city": "四街道市", "lg_code": "122289", "postal_code": "2840001"}
TOGETHER = api.Address(**HERE, town="大日", lot="9812番地")
REFUGE = api.Address(**HERE, town="鹿渡", lot=SIGNS["lot"], building=SIGNS["building"])
PREVIOUS = api.Address(prefecture="長野県", city="松本市", town=SIGNS["previous"])
PLANNED = api.Address(prefecture="京都府", city="京都市", town=SIGNS["planned"])
ELSEWHERE = api.Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番")


@dataclass
class Planted:
    """Ids by what they are. ``names`` are those of URL parameters that mean one of them."""

    offender: int
    victim: int
    child: int
    friend: int
    shared_house: int
    refuge: int
    cases: list[int] = field(default_factory=list)

    @property
    def persons(self) -> list[int]:
        """Everyone."""
        return [self.victim, self.child, self.offender, self.friend]

    @property
    def households(self) -> list[int]:
        """Both households."""
        return [self.refuge, self.shared_house]


def newcomer(name: str, kana: str, born: date, sex: str, *relation: str, **more: Any) -> api.Newcomer:
    """Someone who moves in; ``more``: columns of ``PersonFacts``, or fields of ``Newcomer``."""
    family, _, given = name.partition("　")
    beside = {key: more.pop(key) for key in list(more) if key in api.Newcomer.__dataclass_fields__}
    facts = api.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana=kana, birth_on=born, sex=sex, **more
    )
    return api.Newcomer(facts=facts, relation=relation, **beside)


def notice(on: date, *houses: api.House | None, **more: Any) -> api.Notice:
    """A notice about households as they stand."""
    return api.Notice(
        event_on=on, notified_on=on, expected={house.id: house.revision for house in houses if house}, **more
    )


def plant(clerk: User, supervisor: User) -> Planted:
    """The family's story: together until a hundred days ago; then a refuge, a friend for some days, a planned move."""
    chief, today = supervisor.as_actor(), timezone.localdate()
    ids = settle(chief, today)
    view = api.visible_to(chief)
    number_them(ids)
    flee(chief, ids, today)
    ids.refuge = view.house_of(ids.victim).id  # type: ignore[union-attr]
    give_numbers(ids)
    rename(chief, ids, today)
    host(chief, ids, today)
    seen_by_the_clerk(clerk, ids)
    serving.before_protection(clerk, ids.victim)
    protect(chief, ids, today)
    serving.after_protection(supervisor, ids.victim, ids.child)
    seen_by_the_supervisor(supervisor, ids, today)
    return ids


def settle(chief: Any, today: date) -> Planted:
    """They lived together; the friend lives elsewhere."""
    then = today - 900 * A_DAY
    more = {"previous_address": PREVIOUS, "phone": SIGNS["phone"], "resident_code": NUMBERS["code"]}
    birth = date.fromisoformat(SIGNS["iso"])
    family = [
        newcomer("見張　剛", "ミハリ　ツヨシ", date(1975, 1, 5), "1", "02"),
        newcomer(SIGNS["former"], "ミハリ　ヒミコ", birth, "2", "12", **more),
        newcomer("見張　幼鴉子", "ミハリ　ヨウアコ", date(2012, 7, 7), "2", "20", previous_address=PREVIOUS),
    ]
    api.move_in(chief, notice=notice(then), newcomers=family, address=TOGETHER, previous=ELSEWHERE)
    friend = [newcomer("友田　一葉", "トモダ　カズハ", date(1980, 2, 2), "2", "02")]
    home = api.Address(**HERE, town="物井", lot="9901番地")
    api.move_in(chief, notice=notice(then), newcomers=friend, address=home, previous=ELSEWHERE)
    offender, victim, child, friend_id = (
        found(chief, name) for name in ("見張 剛", "見張 秘美子", "見張 幼鴉子", "友田")
    )
    shared = api.visible_to(chief).house_of(offender)
    assert shared
    return Planted(offender, victim, child, friend_id, shared.id, 0)


def found(chief: Any, text: str) -> int:
    """The person who is found by a name."""
    return api.visible_to(chief).search(api.understand(text)).hits[0].person_id


def number_them(ids: Planted) -> None:
    """宛名番号 that occurs nowhere else."""
    api.Person.objects.filter(pk=ids.victim).update(number=NUMBERS["person"])


def give_numbers(ids: Planted) -> None:
    """世帯番号 that occurs nowhere else."""
    api.Household.objects.filter(pk=ids.refuge).update(number=NUMBERS["house"])


def flee(chief: Any, ids: Planted, today: date) -> None:
    """The mother and the child move to the refuge."""
    house = api.visible_to(chief).house_of(ids.victim)
    relations = {ids.victim: ("02",), ids.child: ("20",)}
    told = notice(today - 100 * A_DAY, house, notifier=SIGNS["former"])
    api.move_within(chief, notice=told, household_id=ids.shared_house, person_ids=[ids.victim, ids.child],
                    address=REFUGE, mover_relations=relations)  # fmt: skip


def rename(chief: Any, ids: Planted, today: date) -> None:
    """Divorced, she takes her name again; and the child's domicile follows."""
    kanji = {"name": SIGNS["name"], "family_name": "鴉羽", "given_name": SIGNS["given"], "name_kana": SIGNS["kana"],
             "domicile": SIGNS["domicile"], "koseki_head": SIGNS["koseki_head"]}  # fmt: skip
    for on, person_id, changes in (
        (60, ids.victim, {**kanji, "name_romaji": f"{SIGNS['alias_latin']} HIMIKO"}),
        (
            60,
            ids.child,
            {"name": "鴉羽　幼鴉子", "name_kana": "カラスバ　ヨウアコ", "koseki_head": SIGNS["koseki_head"]},
        ),
    ):
        api.change_name(chief, notice=notice(today - on * A_DAY), person_id=person_id, changes=changes)


def host(chief: Any, ids: Planted, today: date) -> None:
    """A friend lives with them for a while, and leaves again: her past address is their present one."""
    view = api.visible_to(chief)
    own, refuge = view.house_of(ids.friend), view.house_of(ids.victim)
    api.move_within(chief, notice=notice(today - 50 * A_DAY, own, refuge), household_id=own.id,  # type: ignore[union-attr]
                    person_ids=[ids.friend], address=REFUGE, join_household_id=ids.refuge,
                    mover_relations={ids.friend: ("99",)})  # fmt: skip
    away = api.Address(**HERE, town="物井", lot="9905番地")
    api.move_within(chief, notice=notice(today - 40 * A_DAY, view.house_of(ids.victim)), household_id=ids.refuge,
                    person_ids=[ids.friend], address=away)  # fmt: skip


def seen_by_the_clerk(clerk: User, ids: Planted) -> None:
    """Before she is protected a clerk serves her: a notice, a certificate, a proposal, something put aside."""
    from madoguchi.systems.window.counter.tests.steps import address, confirm, press

    client = client_of(clerk)
    url = address("identity", ids.child)
    typed = {"domicile": SIGNS["domicile"], "notifier": SIGNS["name"]}
    done = press(client, url, confirm(client, url, **typed), **typed)
    assert done.status_code == 302, done.content.decode()
    client.post(address("death", ids.victim), {"do": "hold", "notifier": SIGNS["name"], "event_on": "R8.11.1"})
    certify(client, ids.victim)
    fix = {"event_on": timezone.localdate().isoformat(), "table": "identity", "id": ids.victim,
           "changes": {"name_kana": "カラスハ　ヒミコ"}}  # fmt: skip
    words = {"summary": f"{SIGNS['name']}さんの振り仮名を修正", "reason": f"{SIGNS['lot']}からの申出"}
    put_forward_about(
        clerk.as_actor(), api.propose(clerk.as_actor(), kind=api.ActKind.EX_OFFICIO_FIX, arguments=fix, **words)
    )


def certify(client: Any, person_id: int) -> Any:
    """A certificate by the form of the system that gives them, whatever its fields are called."""
    from .forms import filled

    url = reverse("certificates:new", kwargs={"person_id": person_id})
    return client.post(url, filled(client.get(url)), follow=True)


def protect(chief: Any, ids: Planted, today: date) -> None:
    """Mother and child are protected."""
    api.start_protection(chief, applicant_id=ids.victim, together=[ids.child], kind="violence", agency_kind="police",
                         agency="四街道警察署", applied_on=today, decided_on=today)  # fmt: skip


def seen_by_the_supervisor(supervisor: User, ids: Planted, today: date) -> None:
    """Afterwards the supervisor serves her: a certificate, and a move that is planned."""
    chief = supervisor.as_actor()
    certify(client_of(supervisor), ids.victim)
    house = api.visible_to(chief).house_of(ids.victim)
    assert house
    told = api.Notice(event_on=today + 30 * A_DAY, notified_on=today, expected={house.id: house.revision})
    api.move_out(chief, notice=told, household_id=ids.refuge, person_ids=[ids.victim, ids.child], destination=PLANNED)
