"""The 122 columns of the resident file: what each holds, and whether the record owns it (``columns.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("columns.csv")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``size`` is the longest text, or the exact number of digits of a 番号; ``values`` the codes allowed.

    ``owned``: the record has it, and the export writes it from there; else the file's text is carried along.
    """

    name: str
    kind: str
    size: int
    values: frozenset[str]
    required: bool
    secret: bool
    owned: bool
    field: str
    note: str


@cache
def columns() -> tuple[Column, ...]:
    """Every column in the order of the file."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(column_of(row) for row in csv.DictReader(lines))


def column_of(row: dict[str, str]) -> Column:
    """A column from its row of the table."""
    return Column(
        name=row["列名"],
        kind=row["種類"],
        size=int(row["桁数"] or 0),
        values=frozenset(row["値"].split()),
        required=bool(row["必須"]),
        secret=bool(row["秘匿"]),
        owned=row["扱い"] == "記録",
        field=row["項目"],
        note=row["説明"],
    )


COLUMNS = columns()
NAMES = tuple(column.name for column in COLUMNS)
PLACE = {name: index for index, name in enumerate(NAMES)}
OWNED = frozenset(column.name for column in COLUMNS if column.owned)
SECRET = frozenset(column.name for column in COLUMNS if column.secret)
