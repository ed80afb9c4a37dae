"""What people look for: words drawn from those who are in the record, as often as they are there."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice, starmap

from django.db import connection

from madoguchi.engines.people.api import understand
from madoguchi.foundation.calendar import era_of
from madoguchi.foundation.text import kana_to_romaji

SEED = 20_260_402
DRAWN = 3000
VARIANT = re.compile("[\U000e0100-\U000e01ef]")
DRAW = """
SELECT p.id, p.number, i.family_name, i.given_name, i.family_kana, i.given_kana, i.birth_on, d.town || d.lot
  FROM people_person p
  JOIN people_identity i ON i.person_id = p.id AND upper_inf(i.recorded)
  JOIN people_membership m ON m.person_id = p.id AND upper_inf(m.recorded)
  JOIN people_dwelling d ON d.household_id = m.household_id AND upper_inf(d.recorded)
 WHERE p.id = ANY(%s) AND i.family_name <> '' AND i.given_name <> '' AND i.birth_on IS NOT NULL
"""


@dataclass(frozen=True)
class Someone:
    """A person of the record."""

    id: int
    number: int
    family: str
    given: str
    family_kana: str
    given_kana: str
    birth_on: date
    place: str

    @property
    def is_plain(self) -> bool:
        """Whether the one box takes the names for names (千月 could be a month) and each sign is one character."""
        return not VARIANT.search(self.family + self.given) and all(
            understand(name).names for name in (self.family, self.given)
        )


class People:
    """Some people of a town, drawn by chance, the same each time."""

    def __init__(self, size: int, drawn: list[Someone], chance: random.Random) -> None:
        self.size, self.drawn, self.chance = size, drawn, chance
        self.ids = [someone.id for someone in drawn]
        self.families = Counter(someone.family for someone in drawn)


def people_of(size: int) -> People:
    """Draws from the town that the connection works in."""
    chance = random.Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_person")
        first, last = cursor.fetchone()
        ids = [chance.randint(first, last) for _ in range(DRAWN)]
        cursor.execute(DRAW, [ids])
        drawn = [someone for someone in starmap(Someone, cursor.fetchall()) if someone.is_plain]
    chance.shuffle(drawn)
    return People(size, drawn, chance)


@dataclass(frozen=True)
class Kind:
    """A way to look for someone. ``ask`` gives that many texts as typed into the one box."""

    code: str
    name: str
    of: Callable[[People, Someone], str]
    among: Callable[[People], list[Someone]] = lambda people: people.drawn

    def ask(self, people: People, count: int) -> list[str]:
        """That many texts; people are taken again where there are too few."""
        return [self.of(people, someone) for someone in islice(cycle(self.among(people)), count)]


def pair(people: People, someone: Someone) -> str:
    """Two neighbouring characters anywhere in the family or in the given name."""
    parts = [part for part in (someone.family, someone.given) if len(part) > 1] or [someone.family + someone.given]
    part = people.chance.choice(parts)
    at = people.chance.randrange(len(part) - 1)
    return part[at : at + 2]


def common(people: People) -> list[Someone]:
    """Bearers of the ten most frequent family names, one each."""
    names = [name for name, _ in people.families.most_common(10)]
    return [next(someone for someone in people.drawn if someone.family == name) for name in names]


def rare(people: People) -> list[Someone]:
    """Those whose family name nobody else among the drawn bears."""
    return [someone for someone in people.drawn if people.families[someone.family] == 1 and len(someone.family) > 1]


def era_month(day: date) -> str:
    """A month as people write it: S55.4."""
    era = era_of(day)
    return f"{era.letter}{era.year_of(day)}.{day.month}"


KINDS = (
    Kind("pair", "氏名の中の2文字", pair),
    Kind("rare", "まれな2文字の氏", lambda people, someone: someone.family, rare),
    Kind("common", "多い氏（佐藤など）", lambda people, someone: someone.family, common),
    Kind(
        "inside",
        "名の2文字",
        lambda people, someone: someone.given[:2],
        lambda people: [s for s in people.drawn if len(s.given) > 1],
    ),
    Kind("single", "1文字", lambda people, someone: people.chance.choice(someone.family + someone.given)),
    Kind("full", "氏と名", lambda people, someone: f"{someone.family} {someone.given}"),
    Kind("kana", "氏の振り仮名", lambda people, someone: someone.family_kana),
    Kind("given_kana", "名の振り仮名", lambda people, someone: someone.given_kana),
    Kind("romaji", "氏のローマ字", lambda people, someone: kana_to_romaji(someone.family_kana).lower()),
    Kind("month", "氏と生年月", lambda people, someone: f"{someone.family} {era_month(someone.birth_on)}"),
    Kind("birth", "生年月日", lambda people, someone: f"{someone.birth_on:%Y-%m-%d}"),
    Kind("born_in", "生年月だけ", lambda people, someone: era_month(someone.birth_on)),
    Kind("place", "住所", lambda people, someone: someone.place),
    Kind("number", "宛名番号", lambda people, someone: str(someone.number)),
)
