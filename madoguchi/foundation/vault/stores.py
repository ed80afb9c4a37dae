"""Where sealed things lie, so that rotation finds all of them.

An engine or system that keeps envelopes brings ``sealed.py`` with ``STORES``, a tuple of stores.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from django.db import connection, transaction

from madoguchi.foundation.registry.discovery import PACKAGE, dotted

from .sealing import seal, unseal

BATCH = 2000
FLOORS = ("foundation/*", "engines/*", "systems/*/*")


class Store(Protocol):
    """A place with envelopes of one town."""

    @property
    def name(self) -> str:
        """What lies there, in Japanese."""

    def counts(self) -> dict[bytes, int]:
        """Key id → how many are sealed with that key. What is not sealed yet counts under ``b""``."""

    def reseal(self, key_id: bytes) -> Iterator[int]:
        """Seals anew, in pieces, what is not sealed with the key of this id (the current one); tells after each how
        many. What is done stays done, wherever it is cut short.
        """


@dataclass(frozen=True, kw_only=True)
class TableStore:
    """A column of a table.

    Attributes:
        owner: what the envelope is bound to, with columns of the row in braces: ``person:{person_id}``.
        columns: those columns.
    """

    name: str
    table: str
    purpose: str
    owner: str
    columns: tuple[str, ...]
    column: str = "sealed"

    def counts(self) -> dict[bytes, int]:
        """One pass over the table."""
        query = (
            f"SELECT substring({self.column} FROM 2 FOR 8), count(*) FROM {self.table} "  # noqa: S608 - our own names
            f"WHERE {self.column} IS NOT NULL GROUP BY 1"
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            return {bytes(key): count for key, count in cursor.fetchall()}

    def reseal(self, key_id: bytes) -> Iterator[int]:
        """By key of the rows, each batch in a transaction of its own."""
        last = 0
        while True:
            with transaction.atomic():
                rows = self.others(key_id, last)
                self.write(rows)
            if not rows:
                return
            last = rows[-1]["id"]
            yield len(rows)

    def others(self, key_id: bytes, last: int) -> list[dict[str, Any]]:
        """The next rows that another key sealed, locked."""
        names = ("id", self.column, *self.columns)
        query = (
            f"SELECT {', '.join(names)} FROM {self.table} WHERE id > %s "  # noqa: S608 - our own names
            f"AND substring({self.column} FROM 2 FOR 8) <> %s ORDER BY id LIMIT {BATCH} FOR UPDATE"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [last, key_id])
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def write(self, rows: list[dict[str, Any]]) -> None:
        """The rows sealed anew, in one statement."""
        query = (
            f"UPDATE {self.table} t SET {self.column} = new.sealed "  # noqa: S608 - our own names
            "FROM unnest(%s::bigint[], %s::bytea[]) AS new (id, sealed) WHERE t.id = new.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [[row["id"] for row in rows], [self.again(row) for row in rows]])

    def again(self, row: dict[str, Any]) -> bytes:
        """The envelope of a row, with the current key."""
        bound_to = self.owner.format(**row)
        text = unseal(row[self.column], purpose=self.purpose, bound_to=bound_to)
        return seal(text, purpose=self.purpose, bound_to=bound_to)


def stores() -> tuple[Store, ...]:
    """All stores of this house, found by their folders."""
    found = [path for floor in FLOORS for path in sorted(PACKAGE.glob(f"{floor}/sealed.py"))]
    return tuple(store for path in found for store in import_module(f"{dotted(path.parent)}.sealed").STORES)
