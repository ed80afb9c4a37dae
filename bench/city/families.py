"""Invented families in batches: quick to make, true to every constraint, and spread as a city's people are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import count
from typing import Any

import numpy as np

from madoguchi.engines.people.api import ActKind, Batch, RemovalReason
from madoguchi.engines.places import api as places
from madoguchi.foundation.codes import individual_number_check_digit, relationship_label

from .names import Part, given_names, surnames

SEED = 20_260_401
PER_BATCH = 10_000
SIZES, SHARES = (1, 2, 3, 4, 5), (0.36, 0.28, 0.17, 0.14, 0.05)
RELATIONS: tuple[tuple[str, ...], ...] = (("02",), ("12",), ("20",), ("20",), ("20",))
GONE = 0.2
"""A record of thirty years holds about one in five who has moved out or died."""
LG_CODE, PREFECTURE, CITY = "122289", "千葉県", "四街道市"
JAPAN = timezone(timedelta(hours=9))
RECORDED = datetime.combine(date(2026, 4, 1), time(9), JAPAN)
OLDEST, YOUNGEST, LAST = date(1930, 1, 1), date(1998, 1, 1), date(2026, 3, 31)
DAYS_TO_CHILD = 9500
LABELS: dict[tuple[str, ...], str] = {codes: relationship_label(codes) for codes in RELATIONS}


@dataclass(frozen=True)
class Member:
    """A member of a family before it is written."""

    given: Part
    sex: str
    birth_on: date
    relation: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A family, where it lives since when, and the day on which it left (None: it has not)."""

    name: Part
    members: tuple[Member, ...]
    town: str
    postal_code: str
    lot: str
    since: date
    left_on: date | None


class Families:
    """Draws families. The same seed gives the same ones."""

    def __init__(self, seed: int = SEED) -> None:
        self.generator = np.random.default_rng(seed)
        self.surnames = surnames(self.generator)
        self.given = {sex: given_names(self.generator, sex) for sex in "12"}
        self.towns = [(town.name, town.postal_code) for town in places.towns(LG_CODE) if not town.has_chome]
        self.serials = count(1)

    def batches(self, people: int) -> Iterator[Batch]:
        """That many people, in batches to be written one after the other."""
        while people > 0:
            batch = Batch()
            for family in self.families(min(people, PER_BATCH)):
                self.write(batch, family)
            yield batch
            people -= PER_BATCH

    def families(self, people: int) -> Iterator[Family]:
        """Families of together that many people."""
        sizes = self.sizes(people)
        names = self.surnames.draw(self.generator, len(sizes))
        numbers = self.generator.integers(1 << 30, size=(len(sizes), 6)).tolist()
        given = {sex: iter(names.draw(self.generator, people)) for sex, names in self.given.items()}
        for size, name, dice in zip(sizes, names, numbers, strict=True):
            yield self.family(size, name, dice, given)

    def sizes(self, people: int) -> list[int]:
        """Sizes of families; the last one is cut to fit."""
        sizes = self.generator.choice(SIZES, p=SHARES, size=people).cumsum()
        kept = sizes[: int(np.searchsorted(sizes, people)) + 1]
        kept[-1] = people
        return np.diff(kept, prepend=0).tolist()

    def family(self, size: int, name: Part, dice: list[int], given: dict[str, Iterator[Part]]) -> Family:
        """One family. ``dice``: six large numbers of chance."""
        head_birth = OLDEST + timedelta(dice[0] % (YOUNGEST - OLDEST).days)
        births = [head_birth + timedelta(days_after_head(place, dice[1])) for place in range(size)]
        sexes = ["1" if place == 0 and size > 1 else "12"[(dice[2] >> place) & 1] for place in range(size)]
        sexes[1:2] = ["2"] * len(sexes[1:2])
        members = tuple(
            Member(next(given[sex]), sex, min(birth + timedelta(place), LAST), RELATIONS[place])
            for place, (sex, birth) in enumerate(zip(sexes, births, strict=True))
        )
        youngest = max(member.birth_on for member in members)
        since = youngest + timedelta(dice[3] % ((LAST - youngest).days + 1))
        town, postal_code = self.towns[dice[4] % len(self.towns)]
        gone = (dice[5] % 1000) / 1000 < GONE and since < LAST
        left_on = since + timedelta(1 + dice[5] % (LAST - since).days) if gone else None
        return Family(name, members, town, postal_code, f"{dice[4] % 9000 + 1}番地{dice[5] % 60 + 1}", since, left_on)

    def write(self, batch: Batch, family: Family) -> None:
        """Puts a family in a batch, as データ移行, and as 転出 where it has left."""
        act = batch.act(ActKind.MIGRATION, family.since, RECORDED, recorder="データ移行")
        out = None
        if family.left_on:
            out = batch.act(
                ActKind.MOVE_OUT_CONFIRM, family.left_on, RECORDED + timedelta(minutes=1), recorder="データ移行"
            )
        household = batch.household()
        batch.put("dwelling", opened_by=act, since=family.since, household_id=household, **dwelling(family))
        for position, member in enumerate(family.members, start=1):
            self.write_member(batch, family, member, position, household, act, out)

    def write_member(
        self, batch: Batch, family: Family, member: Member, position: int, household: int, act: int, out: int | None
    ) -> None:
        """One person: identity, codes, membership, and the removal of one who has left."""
        person = batch.person()
        code, number = codes(next(self.serials))
        since = family.since
        batch.put("identity", opened_by=act, since=None, person_id=person, **identity(family, member))
        batch.put("resident_code", opened_by=act, since=since, person_id=person, value=code)
        batch.put("individual_number", opened_by=act, since=since, person_id=person, value=number)
        stay = {"person_id": person, "household_id": household, **membership(family, member, position)}
        batch.put("membership", opened_by=act, closed_by=out, since=since, **stay)
        if out:
            batch.put("membership", opened_by=out, since=since, until=family.left_on, **stay)
            removal: dict[str, Any] = {
                "reason": RemovalReason.MOVE_OUT,
                "planned_on": family.left_on,
                "confirmed_on": family.left_on,
            }
            batch.put("removal", opened_by=out, since=family.left_on, person_id=person, **removal)


def days_after_head(place: int, chance: int) -> int:
    """How much later than the head a member of the family was born: a spouse about then, children later."""
    return (chance % 1000 - 500 + (DAYS_TO_CHILD + place * 400 if place > 1 else 0)) if place else 0


def dwelling(family: Family) -> dict[str, Any]:
    """Columns of the address."""
    place = {"lg_code": LG_CODE, "prefecture": PREFECTURE, "city": CITY}
    return {**place, "town": family.town, "lot": family.lot, "postal_code": family.postal_code}


def identity(family: Family, member: Member) -> dict[str, Any]:
    """Columns of the name, birth and 本籍."""
    head = f"{family.name.text}　{family.members[0].given.text}"
    return {
        "name": f"{family.name.text}　{member.given.text}",
        "family_name": family.name.text,
        "given_name": member.given.text,
        "name_kana": f"{family.name.kana}　{member.given.kana}",
        "family_kana": family.name.kana,
        "given_kana": member.given.kana,
        "kana_confirmed": "1",
        "birth_on": member.birth_on,
        "sex": member.sex,
        "domicile": f"{PREFECTURE}{CITY}{family.town}",
        "domicile_town": family.town,
        "domicile_lot": family.lot,
        "domicile_lg_code": LG_CODE,
        "koseki_head": head,
        "koseki_head_family": family.name.text,
        "koseki_head_given": family.members[0].given.text,
    }


def membership(family: Family, member: Member, position: int) -> dict[str, Any]:
    """Columns of the place in the household."""
    return {
        "relation": member.relation,
        "relation_text": LABELS[member.relation],
        "is_head": position == 1,
        "position": position,
        "resident_since": family.since,
        "settled_on": family.since,
        "address_notified_on": family.since,
        "entry_reason": str(ActKind.MOVE_IN),
        "entered_on": family.since,
    }


def codes(serial: int) -> tuple[str, str]:
    """住民票コード and 個人番号 (with its check digit)."""
    eleven = f"99{serial:09}"
    return eleven, eleven + individual_number_check_digit(eleven)
