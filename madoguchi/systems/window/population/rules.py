"""Figures from counts. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MEN, WOMEN = "1", "2"
SEXES = {MEN: "men", WOMEN: "women"}
OLDEST_CLASS, WIDTH = 100, 5
CHILDREN, OLD = 15, 65
"""年少人口 ends before 15, 老年人口 begins with 65."""
ENTRIES = ("move_in", "move_in_abroad", "birth")
REMOVALS = ("move_out", "death")

Row = Mapping[str, Any]
Tables = dict[str, list[dict[str, Any]]]
"""Each row of persons has the columns men, women, unstated. ``towns``: town, persons, foreigners, households ·
``ages``: age (None: not known), persons, and foreign_men, foreign_women, foreign_unstated · ``classes``: town, from (0,
5, … 100; None), persons · ``countries``: country, persons · ``sizes``: size, households · ``kinds``: kind, households.
"""


@dataclass(frozen=True)
class Sums:
    """The sums of one day."""

    men: int = 0
    women: int = 0
    unstated: int = 0
    foreigners: int = 0
    households: int = 0


@dataclass(frozen=True)
class Change:
    """So many persons of one sex and nationality, for one cause."""

    cause: str
    sex: str
    is_foreign: bool
    persons: int


@dataclass(frozen=True)
class Groups:
    """The three age groups, in persons; those of unknown age are in none."""

    children: int = 0
    working: int = 0
    old: int = 0
    unknown: int = 0
    shares: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))


def sex_column(sex: str) -> str:
    """men, women, or unstated."""
    return SEXES.get(sex, "unstated")


def class_of(age: int | None) -> int | None:
    """The first age of the five-year class; 100 for all from 100 on."""
    return None if age is None else min(age // WIDTH * WIDTH, OLDEST_CLASS)


def tables_of(census: Iterable[Row], countries: Iterable[Row], households: Iterable[Row]) -> Tables:
    """The breakdowns of one day from the counts of the record; every table adds up to the same persons."""
    people, houses = list(census), list(households)
    return {
        "towns": towns_of(people, houses),
        "ages": table(people, ("age",), by_nationality=True),
        "classes": table([{**row, "from": class_of(row["age"])} for row in people], ("town", "from")),
        "countries": table(countries, ("country",)),
        "sizes": household_table(houses, "size"),
        "kinds": household_table(houses, "kind"),
    }


def table(rows: Iterable[Row], keys: tuple[str, ...], *, by_nationality: bool = False) -> list[dict[str, Any]]:
    """Persons by some keys, with a column for each sex (and each sex of foreign residents), in the keys' order."""
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        cells = found.setdefault(tuple(row[key] for key in keys), Counter())
        column = sex_column(row["sex"])
        cells[column] += row["persons"]
        if by_nationality and row["is_foreign"]:
            cells[f"foreign_{column}"] += row["persons"]
    columns = ["men", "women", "unstated"]
    columns += [f"foreign_{column}" for column in columns] if by_nationality else []
    return [
        {**dict(zip(keys, key, strict=True)), **{column: found[key][column] for column in columns}}
        for key in sorted(found, key=lambda key: [(part is None, part) for part in key])
    ]


def towns_of(people: list[Row], houses: list[Row]) -> list[dict[str, Any]]:
    """Persons, foreign residents and households of each town (町字)."""
    foreigners, households = Counter[str](), Counter[str]()
    for row in people:
        foreigners[row["town"]] += row["persons"] if row["is_foreign"] else 0
    for row in houses:
        households[row["town"]] += row["households"]
    rows = table(people, ("town",))
    return [{**row, "foreigners": foreigners[row["town"]], "households": households[row["town"]]} for row in rows]


def household_table(houses: Iterable[Row], key: str) -> list[dict[str, Any]]:
    """Households by size or kind."""
    found = Counter[Any]()
    for row in houses:
        found[row[key]] += row["households"]
    return [{key: value, "households": found[value]} for value in sorted(found)]


def sums_of(tables: Tables) -> Sums:
    """The sums that the tables add up to."""
    towns = tables["towns"]
    return Sums(**{column: sum(row[column] for row in towns) for column in Sums.__dataclass_fields__})


def digest_of(tables: Tables) -> str:
    """SHA-256 of the tables' canonical JSON, in hexadecimal."""
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def groups_of(ages: Iterable[Row]) -> Groups:
    """年少・生産年齢・老年人口 and their shares in percent, of those whose age is known."""
    found = Counter[str]()
    for row in ages:
        found[group_of(row["age"])] += row["men"] + row["women"] + row["unstated"]
    known = found["children"] + found["working"] + found["old"]
    shares = tuple(100 * found[name] / known if known else 0.0 for name in ("children", "working", "old"))
    return Groups(**found, shares=(shares[0], shares[1], shares[2]))


def group_of(age: int | None) -> str:
    """Which of the three age groups."""
    if age is None:
        return "unknown"
    return "children" if age < CHILDREN else "working" if age < OLD else "old"


def changes_of(rows: Iterable[Row]) -> list[Change]:
    """Changes by cause from the counts of two moments.

    Before plus entries minus removals is after; a change of nationality takes one from the foreign residents and gives
    one to the Japanese, or the other way round.
    """
    found: Counter[tuple[str, str, bool]] = Counter()
    for row in rows:
        for cause in causes_of(row):
            found[cause, row["sex"], row["is_foreign"]] += row["persons"]
    return [Change(*key, persons) for key, persons in sorted(found.items())]


def causes_of(row: Row) -> list[str]:
    """The causes that one row counts for; a person may move and change nationality on the same day."""
    if not row["was_here"]:
        return ["restored" if row["restored"] else entry_cause(row["entry_reason"])]
    if not row["here"]:
        return [removal_cause(row["removal_reason"])]
    nationality = [] if row["was_foreign"] == row["is_foreign"] else [nationality_cause(row["is_foreign"])]
    return [*nationality, *(["move_within"] if row["moved"] else [])]


def entry_cause(reason: str) -> str:
    """The cause of an entry."""
    return reason if reason in ENTRIES else "other_entry"


def removal_cause(reason: str) -> str:
    """The cause of a removal; without any, the entry itself was taken back."""
    if not reason:
        return "taken_back"
    return reason if reason in REMOVALS else "other_removal"


def nationality_cause(is_foreign: bool) -> str:
    """Gained or lost, as seen from Japan."""
    return "nationality_loss" if is_foreign else "nationality_gain"


def due_days(last: date | None, yesterday: date) -> list[date]:
    """The days still to be closed, in order: all since the last one closed, or yesterday alone at the beginning."""
    first = yesterday if last is None else last + timedelta(days=1)
    return [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]


def merged(rows: Iterable[Row], key: str, least: int, other: str) -> list[dict[str, Any]]:
    """The rows of a table for the public: those with fewer persons than ``least`` are put together under ``other``.

    One row alone would be told by what is missing from the sum, so the smallest of the rest joins it until at least two
    are together and the sum is not below ``least``. The columns' sums stay.
    """
    ordered = sorted(rows, key=persons_of)
    few = [row for row in ordered if persons_of(row) < least]
    while few and (len(few) < 2 or sum(map(persons_of, few)) < least) and len(few) < len(ordered):
        few.append(ordered[len(few)])
    names = {row[key] for row in few}
    kept = [dict(row) for row in rows if row[key] not in names]
    return [*kept, added(few, key, other)] if few else kept


def persons_of(row: Row) -> int:
    """All persons of a row."""
    return int(row["men"] + row["women"] + row["unstated"])


def added(rows: Iterable[Row], key: str, name: str) -> dict[str, Any]:
    """One row with the sums of some."""
    total = Counter[str]()
    for row in rows:
        total.update({column: value for column, value in row.items() if column != key})
    return {key: name, **total}


def change_table(rows: Iterable[Row]) -> dict[str, int]:
    """Persons by cause, and the sums of what nature, moving and the rest changed; nationality and moves within the town
    change no sum.
    """
    found = Counter[str]()
    for row in rows:
        found[row["cause"]] += row["sum"]
    natural = found["birth"] - found["death"]
    social = found["move_in"] + found["move_in_abroad"] - found["move_out"]
    other = found["other_entry"] + found["restored"] - found["other_removal"] - found["taken_back"]
    return {**found, "natural": natural, "social": social, "other": other, "net": natural + social + other}
