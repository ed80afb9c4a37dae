"""Reading the entries of a town in the order of their chains, a few thousand at a time, all as of one moment."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ..chain import Said, content_of, link

AT_ONCE = 5_000
COLUMNS = ", ".join(("id", "lane_id", "position", "block", "content", "digest", *Said._fields))
PLACE = 6
ENTRIES = f"SELECT {COLUMNS} FROM audit_entry ORDER BY lane_id, position"  # noqa: S608 (names of our own)


class Row(NamedTuple):
    """An entry as it stands in the database."""

    id: int
    lane: int
    position: int
    block: int
    content: bytes
    digest: bytes
    said: Said

    @property
    def at(self) -> datetime:
        """When it was written, as it says."""
        return self.said.at

    def found(self) -> bytes:
        """The digest of what it says now."""
        return content_of(self.said)

    def fits(self, head: bytes) -> bool:
        """True when it was written on this head, and says what it said then."""
        return link(head, self.id, self.found()) == bytes(self.digest)


@transaction.atomic
def entries() -> Iterator[Row]:
    """Every entry, lane by lane, in the order of their places."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ENTRIES)
        while found := cursor.fetchmany(AT_ONCE):
            yield from map(row_of, found)


def row_of(columns: tuple[Any, ...]) -> Row:
    """A row of the database; ``detail`` comes as text."""
    detail = columns[-1]
    said = Said._make((*columns[PLACE:-1], {} if detail == "{}" else json.loads(detail)))
    return Row._make((*columns[:PLACE], said))
