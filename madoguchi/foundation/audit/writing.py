"""The statements that add entries to the chains.

A lane is taken with SKIP LOCKED and held until the transaction ends: nobody waits, and what is rolled back (also to a
savepoint) leaves the lane as it was. Each process looks first at a lane of its own, so that a transaction stays in one.
"""

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from django.db import connection, transaction

from .chain import FORM, Said, content_of, link
from .models import Entry

LANES = 32
# What is said of an entry, with the types of the database.
SAID = {
    "at": "timestamptz",
    "user_id": "bigint",
    "actor": "text",
    "division": "text",
    "appointment_id": "bigint",
    "action": "text",
    "subject": "text",
    "purpose": "text",
    "emergency": "text",
    "detail": "jsonb",
    "content": "bytea",
}
COLUMNS = ", ".join(SAID)
ONES = ", ".join(f"%({name})s::{kind} AS {name}" for name, kind in SAID.items())
LISTS = ", ".join(f"%({name})s::{kind}[]" for name, kind in SAID.items())
FREE = f"""
SELECT id AS lane_id, head, position FROM audit_lane ORDER BY (id + pg_backend_pid()) %% {LANES}, id
 LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608 (names of our own)
ONE = f"""
WITH free AS MATERIALIZED ({FREE}),
said AS MATERIALIZED (SELECT {ONES}),
next AS MATERIALIZED (SELECT *, nextval('audit_entry_id_seq') AS id FROM free, said),
tied AS MATERIALIZED (SELECT *, sha256(head || int8send(id) || content) AS digest FROM next),
moved AS (UPDATE audit_lane SET head = digest, position = tied.position + 1 FROM tied WHERE audit_lane.id = lane_id)
INSERT INTO audit_entry (id, {COLUMNS}, lane_id, position, digest)
SELECT id, {COLUMNS}, lane_id, position + 1, digest FROM tied RETURNING id, lane_id, position, digest
"""  # noqa: S608
TAKE = f"""
SELECT *, ARRAY(SELECT nextval('audit_entry_id_seq') FROM generate_series(1, %s)) FROM ({FREE}) free
"""  # noqa: S608
MANY = f"""
WITH moved AS (UPDATE audit_lane SET head = %(head)s, position = %(before)s + %(count)s WHERE id = %(lane)s)
INSERT INTO audit_entry (id, {COLUMNS}, lane_id, position, digest)
SELECT id, {COLUMNS}, %(lane)s, %(before)s + place, digest
  FROM unnest(%(id)s::bigint[], {LISTS}, %(digest)s::bytea[])
       WITH ORDINALITY AS given (id, {COLUMNS}, digest, place)
"""  # noqa: S608
OPEN = f"""
INSERT INTO audit_lane (id, head, position)
SELECT id, sha256(convert_to('{FORM} lane ' || id, 'UTF8')), 0 FROM nextval('audit_lane_id_seq') id
"""  # noqa: S608


def write_one(said: Said) -> Entry:
    """Adds one entry, in one statement."""
    values = columns_of(said)
    number, lane, position, digest = ask(ONE, values)
    values |= {"id": number, "lane_id": lane, "position": position, "digest": bytes(digest), "detail": said.detail}
    entry = Entry(**values)
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


@transaction.atomic(savepoint=False)
def write_many(entries: Sequence[Said]) -> None:
    """Adds several entries in their order, in two statements."""
    lane, head, before, numbers = ask(TAKE, [len(entries)])
    rows = [columns_of(said) for said in entries]
    digests = chained(bytes(head), numbers, [row["content"] for row in rows])
    columns = {name: [row[name] for row in rows] for name in SAID}
    place = {"lane": lane, "head": digests[-1], "before": before, "count": len(rows)}
    with connection.cursor() as cursor:
        cursor.execute(MANY, {**columns, **place, "id": numbers, "digest": digests})


def chained(head: bytes, numbers: Sequence[int], contents: Sequence[bytes]) -> list[bytes]:
    """The digests of entries that follow each other after a lane's head."""
    pairs = zip(numbers, contents, strict=True)
    return list(accumulate(pairs, lambda before, entry: link(before, *entry), initial=head))[1:]


def columns_of(said: Said) -> dict[str, Any]:
    """The columns of an entry that its lane does not decide."""
    values: dict[str, Any] = {name: getattr(said, name) for name in Said.__slots__}
    return {**values, "detail": json.dumps(said.detail, ensure_ascii=False), "content": content_of(said)}


def ask(statement: str, values: Any) -> Any:
    """The one row of a statement that needs a free lane; where none is free, one more is opened."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while not (row := cursor.fetchone()):
            cursor.execute(OPEN)
            cursor.execute(statement, values)
    return row
