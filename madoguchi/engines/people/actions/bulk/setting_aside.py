"""Filling empty tables quickly: constraints and indexes are laid aside and made anew over all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
  FROM pg_constraint
 WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x')
 ORDER BY contype = 'f' DESC, conrelid::regclass::text, conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
  FROM pg_index i
 WHERE indrelid = ANY(%s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
 ORDER BY 1
"""


OWNED = "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY(%s::regclass[])"


@dataclass(frozen=True)
class Remake:
    """What takes a constraint or an index away, and what makes it again."""

    drop: str
    make: str


@contextmanager
def laid_aside(tables: Sequence[str]) -> Iterator[None]:
    """Inside a transaction: these tables have no foreign keys, uniqueness, exclusions and indexes within the block.

    Checks, primary keys and NOT NULL stay. At the end everything is made again exactly as it was, which checks every
    row: where one breaks a constraint the database refuses (IntegrityError), and the transaction leaves nothing.
    """
    remakes = found(tables)
    with connection.cursor() as cursor:
        for remake in remakes:
            cursor.execute(remake.drop)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for remake in reversed(remakes):
            cursor.execute(remake.make)


def may_lay_aside(tables: Sequence[str]) -> bool:
    """True for the owner of the tables. The application's own role changes no table: it loads under constraints."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [list(tables)])
        return bool(cursor.fetchone()[0])


def found(tables: Sequence[str]) -> list[Remake]:
    """Foreign keys first: they lean on nothing else, and come back last."""
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [list(tables)])
        remakes = [constraint(*row) for row in cursor.fetchall()]
        cursor.execute(INDEXES, [list(tables)])
        return remakes + [Remake(f"DROP INDEX {name}", definition) for name, definition in cursor.fetchall()]


def constraint(table: str, name: str, definition: str) -> Remake:
    """A constraint of a table."""
    alter = f"ALTER TABLE {table}"
    return Remake(f"{alter} DROP CONSTRAINT {name}", f"{alter} ADD CONSTRAINT {name} {definition}")
