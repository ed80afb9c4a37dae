"""Invented people's names, by rough frequency, sex and decade of birth."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from .dice import Dice, Table

DATA = Path(__file__).parent / "data"
FIRST, LAST = 1920, 2010


@dataclass(frozen=True)
class Name:
    """A part of a name: as written, in kana, and in Latin letters for foreigners."""

    text: str
    kana: str
    latin: str = ""


@dataclass(frozen=True)
class Country:
    """Where foreign residents come from, and how they are called there."""

    name: str
    city: str
    family: tuple[Name, ...]
    given: dict[str, tuple[Name, ...]] = field(default_factory=dict)


def family_name(dice: Dice) -> Name:
    """A Japanese family name, also with 異体字 and IVS forms."""
    return family_names().draw(dice)


def given_name(dice: Dice, sex: str, birth_year: int) -> Name:
    """A given name of that time: mostly of the decade of birth, sometimes of the one before or after."""
    decade = birth_year // 10 * 10 + (dice.pick((-10, 10)) if dice.chance(0.2) else 0)
    return given_names()[sex, min(max(decade, FIRST), LAST)].draw(dice)


def country(dice: Dice) -> Country:
    """A country, by share among the foreign residents."""
    return countries().draw(dice)


@cache
def family_names() -> Table[Name]:
    """``data/surnames.csv``."""
    return Table([(Name(row["name"], row["kana"]), float(row["weight"])) for row in rows("surnames.csv")])


@cache
def given_names() -> dict[tuple[str, int], Table[Name]]:
    """``data/given_names.csv`` by sex and decade."""
    found: dict[tuple[str, int], list[tuple[Name, float]]] = {}
    for row in rows("given_names.csv"):
        pair = Name(row["name"], row["kana"]), float(row["weight"])
        found.setdefault((row["sex"], int(row["decade"])), []).append(pair)
    return {key: Table(pairs) for key, pairs in found.items()}


@cache
def countries() -> Table[Country]:
    """``data/foreigners.yaml``."""
    entries = yaml.safe_load((DATA / "foreigners.yaml").read_text(encoding="utf-8"))
    return Table([(country_of(entry), float(entry["share"])) for entry in entries])


def country_of(entry: dict[str, list[str]]) -> Country:
    """A country from its entry."""
    return Country(
        name=str(entry["country"]),
        city=str(entry["city"]),
        family=tuple(map(foreign, entry["family"])),
        given={"1": tuple(map(foreign, entry["male"])), "2": tuple(map(foreign, entry["female"]))},
    )


def foreign(text: str) -> Name:
    """``LATIN カナ`` or ``漢字 LATIN カナ``; Latin letters may hold spaces, kana has ideographic ones."""
    first, *rest = text.split(" ")
    if first.isascii():
        latin = " ".join([first, *rest[:-1]])
        return Name(latin, rest[-1], latin)
    return Name(first, rest[-1], " ".join(rest[:-1]))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
