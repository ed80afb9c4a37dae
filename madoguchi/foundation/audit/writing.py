"""The statements that add entries to a chain.

A lane is taken with SKIP LOCKED and held until the transaction ends: nobody waits, and what is rolled back (also to a
savepoint) leaves the lane as it was. Each process looks first at a lane of its own, so that a transaction stays in one.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from .chain import FORM, Said, content_of
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
FREE = f"""
free AS MATERIALIZED (
  SELECT id AS lane_id, head, position FROM audit_lane ORDER BY (id + pg_backend_pid()) %% {LANES}, id
   LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)"""  # noqa: S608 (a number of our own)
WRITE = f"""
WITH {FREE}, said AS MATERIALIZED (
  SELECT nextval('audit_entry_id_seq') AS id, *
    FROM ROWS FROM (json_to_recordset(%s) AS ({", ".join(map(" ".join, SAID.items()))}))
         WITH ORDINALITY AS given ({COLUMNS}, place)
), tied AS MATERIALIZED (
  SELECT *, sha256(head || int8send(id) || content) AS digest FROM said, free
), moved AS (
  UPDATE audit_lane SET head = ends.head, position = ends.position
    FROM (SELECT lane_id, sha256(string_agg(digest, '' ORDER BY place)) AS head, position + count(*) AS position
            FROM tied GROUP BY lane_id, position) ends
   WHERE audit_lane.id = lane_id
)
INSERT INTO audit_entry (id, {COLUMNS}, lane_id, position, block, digest)
SELECT id, {COLUMNS}, lane_id, position + place, position + 1, digest FROM tied
"""  # noqa: S608 (names of our own)
# The same for a single entry, as nearly all are: a third less work without the list.
WRITE_ONE = f"""
WITH {FREE}, tied AS MATERIALIZED (
  SELECT *, sha256(head || int8send(id) || %(content)s::bytea) AS digest FROM free, nextval('audit_entry_id_seq') id
), moved AS (
  UPDATE audit_lane SET head = sha256(digest), position = tied.position + 1 FROM tied WHERE audit_lane.id = lane_id
)
INSERT INTO audit_entry (id, {COLUMNS}, lane_id, position, block, digest)
SELECT id, {", ".join(f"%({name})s" for name in SAID)}, lane_id, position + 1, position + 1, digest FROM tied
 RETURNING id, lane_id, position, block, digest
"""  # noqa: S608 (names of our own)
PLACE = ("id", "lane_id", "position", "block", "digest")
OPEN = f"""
INSERT INTO audit_lane (id, head, position)
SELECT id, sha256(convert_to('{FORM} lane ' || id, 'UTF8')), 0 FROM nextval('audit_lane_id_seq') id
"""  # noqa: S608


def write_one(said: Said) -> Entry:
    """Adds one entry."""
    values = {**said._asdict(), "content": content_of(said)}
    with connection.cursor() as cursor:
        put(cursor, WRITE_ONE, {**values, "detail": json.dumps(said.detail, ensure_ascii=False)})
        place = dict(zip(PLACE, cursor.fetchone(), strict=True))
    entry = Entry(**values, **place)
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def write(entries: Sequence[Said]) -> None:
    """Adds entries in their order, in one statement."""
    with connection.cursor() as cursor:
        put(cursor, WRITE, [json.dumps([row_of(said) for said in entries], ensure_ascii=False)])


def put(cursor: Any, statement: str, values: Any) -> None:
    """Runs a statement that adds; where no lane is free, one more is opened first."""
    cursor.execute(statement, values)
    while not cursor.rowcount:
        cursor.execute(OPEN)
        cursor.execute(statement, values)


def row_of(said: Said) -> dict[str, Any]:
    """The columns of an entry that its lane does not decide, in JSON: one value is bound faster than eleven arrays."""
    return {**said._asdict(), "at": said.at.isoformat(), "content": f"\\x{content_of(said).hex()}"}
