"""Rows as the database holds them: what was written since a moment, and the same rows written bare."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import psycopg
from django.db import connection, transaction
from psycopg import sql

from madoguchi.foundation.towns.embedded import default_url

from .towns import DATA

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bigint'::regtype
 ORDER BY 1
"""
COLUMNS = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
PIECE = 1 << 20
Marks = dict[str, int]


@dataclass(frozen=True)
class Rows:
    """Rows of one table, every value as text."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[str | None, ...]]

    def insert(self) -> tuple[sql.Composed, list[str | None]]:
        """One INSERT of all of them, and its parameters."""
        places = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(self.columns)))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
            sql.Identifier(self.table),
            sql.SQL(", ").join(map(sql.Identifier, self.columns)),
            sql.SQL(", ").join([places] * len(self.values)),
        )
        return statement, [value for row in self.values for value in row]


def tables() -> list[str]:
    """Tables of the present town whose key is a growing number."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def marks(names: Sequence[str]) -> Marks:
    """The highest key of each table now."""
    parts = " UNION ALL ".join(f"SELECT '{name}', coalesce(max(id), 0) FROM {name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())


def written(before: Marks, after: Marks) -> list[Rows]:
    """The rows added between two moments, table by table."""
    grown = [name for name in before if after[name] > before[name]]
    return [rows_of(name, before[name], after[name]) for name in grown]


def rows_of(table: str, above: int, up_to: int) -> Rows:
    """Rows of a table by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        columns = tuple(name for (name,) in cursor.fetchall())
        texts = ", ".join(f'"{name}"::text' for name in columns)
        cursor.execute(f"SELECT {texts} FROM {table} WHERE id > %s AND id <= %s ORDER BY id", [above, up_to])
        return Rows(table, columns, cursor.fetchall())


def delete(pieces: Sequence[Rows]) -> None:
    """Takes rows out again; foreign keys are looked at when all are gone."""
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in pieces:
            at = rows.columns.index("id")
            keys = [int(row[at] or 0) for row in rows.values]
            cursor.execute(f"DELETE FROM {rows.table} WHERE id = ANY(%s)", [keys])


class Bare:
    """A connection to the present town without Django."""

    def __init__(self) -> None:
        self.session = psycopg.connect(default_url(DATA), autocommit=True)
        schema = connection.schema_name  # type: ignore[attr-defined]
        self.session.execute("SELECT set_config('search_path', %s, false)", [schema])

    def insert(self, pieces: Sequence[Rows]) -> None:
        """Writes rows in one transaction, one statement a table."""
        with self.session.transaction():
            for rows in pieces:
                self.session.execute(*rows.insert())

    def copy_again(self, names: Sequence[str]) -> float:
        """Seconds that COPY takes to write the rows of these tables into empty ones without index and constraint."""
        return sum(self.copy_one(name) for name in names)

    def copy_one(self, name: str) -> float:
        """The same for one table; the copy is taken away again."""
        table, bare = sql.Identifier(name), sql.Identifier(f"bare_{name}")
        with TemporaryFile() as kept:
            self.copy_out(sql.SQL("COPY {} TO STDOUT").format(table), kept)
            self.session.execute(sql.SQL("CREATE TABLE {} AS SELECT * FROM {} WITH NO DATA").format(bare, table))
            kept.seek(0)
            seconds = self.copy_in(sql.SQL("COPY {} FROM STDIN").format(bare), kept)
        self.session.execute(sql.SQL("DROP TABLE {}").format(bare))
        return seconds

    def copy_in(self, statement: sql.Composed, source: IO[bytes]) -> float:
        """Seconds that one COPY from a file takes, committed."""
        begun = time.perf_counter()
        with self.session.cursor().copy(statement) as copy:
            while piece := source.read(PIECE):
                copy.write(piece)
        return time.perf_counter() - begun

    def copy_out(self, statement: sql.Composed, target: IO[bytes]) -> float:
        """Seconds that one COPY to a file takes."""
        begun = time.perf_counter()
        with self.session.cursor().copy(statement) as copy:
            target.writelines(copy)
        return time.perf_counter() - begun

    def copy_csv(self, path: Path) -> tuple[float, float]:
        """Seconds that COPY takes to read a CSV file with a heading into a table of texts, and to write it again."""
        with path.open(encoding="utf-8", newline="") as lines:
            count = len(next(csv.reader(lines)))
        columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(f"c{at}")) for at in range(count))
        self.session.execute(sql.SQL("CREATE TABLE bare_file ({})").format(columns))
        with path.open("rb") as source:
            into = self.copy_in(sql.SQL("COPY bare_file FROM STDIN (FORMAT csv, HEADER)").format(), source)
        with TemporaryFile() as kept:
            out = self.copy_out(sql.SQL("COPY bare_file TO STDOUT (FORMAT csv, HEADER)").format(), kept)
        self.session.execute("DROP TABLE bare_file")
        return into, out
