"""Reading the register line by line: what the record says now of each person, in one query."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection

from madoguchi.engines.people.api import GUARDED_SETS

CARRIED = "residents_carriedcolumns"
DRAFT = "residents_draft"
PIECE = 2000
JSON = ("columns", "previous_address", "confirmed_address")

# A latest line (as_of empty) speaks of the day of the export, or of the last day on which the person was a resident.
FACTS = """
SELECT l.run_id, l.line, l.person_id, l.history, l.branch, l.latest, l.as_of, l.columns, p.number,
       h.number AS household, code.value AS resident_code,
       i.name, i.family_name, i.given_name, i.name_romaji, i.name_kana, i.family_kana, i.given_kana, i.kana_confirmed,
       i.sex, i.birth_on, i.birth_uncertain, i.birth_text, i.is_foreign, i.domicile, i.domicile_town, i.domicile_lot,
       i.domicile_lg_code, i.domicile_town_code, i.koseki_head, i.koseki_head_family, i.koseki_head_given, i.is_ward,
       m.relation, m.relation_text, m.is_head, m.position, m.resident_since, m.resident_since_uncertain, m.settled_on,
       m.settled_uncertain, m.entered_on, m.entry_reason, m.previous_address, {head} AS head_name,
       d.lg_code, d.town_code, d.prefecture, d.city, d.town, d.lot, d.building, d.postal_code, d.district,
       r.reason, lower(r.valid) AS removed_on, r.notified_on AS removal_notified_on, r.uncertain AS removal_uncertain,
       r.planned_on, r.confirmed_on, r.confirmed_address, r.arrival_notified_on,
       e.resident_since AS foreign_since, e.resident_since_uncertain AS foreign_since_uncertain, e.card_number,
       e.card_kind, e.country_code, e.country, e.article30_45, e.address_notified, e.status_code, e.years, e.months,
       e.days, e.expires_on,
       a.event_on, a.event_uncertain, a.notified_on
  FROM {lines} l
  JOIN people_person p ON p.id = l.person_id
  CROSS JOIN LATERAL (SELECT coalesce(l.as_of, %(day)s::date) AS day) t
  LEFT JOIN LATERAL (
       SELECT * FROM people_membership v WHERE v.person_id = l.person_id AND upper_inf(v.recorded)
        ORDER BY v.valid @> t.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) m ON true
  LEFT JOIN people_household h ON h.id = m.household_id
  CROSS JOIN LATERAL (
       SELECT greatest(coalesce(lower(m.valid), t.day), least(t.day, coalesce(upper(m.valid) - 1, t.day))) AS day) s
  LEFT JOIN LATERAL (
       SELECT * FROM people_identity v WHERE v.person_id = l.person_id AND upper_inf(v.recorded)
        ORDER BY v.valid @> t.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) i ON true
  LEFT JOIN LATERAL (
       SELECT * FROM people_dwelling v
        WHERE v.household_id = m.household_id AND upper_inf(v.recorded) AND v.valid @> s.day LIMIT 1) d ON true
  LEFT JOIN LATERAL (
       SELECT n.name, v.person_id FROM people_membership v JOIN people_identity n ON n.person_id = v.person_id
        WHERE v.household_id = m.household_id AND upper_inf(v.recorded) AND v.valid @> s.day AND v.is_head
          AND upper_inf(n.recorded) AND n.valid @> s.day LIMIT 1) head ON true
  LEFT JOIN LATERAL (
       SELECT * FROM people_removal v WHERE v.person_id = l.person_id AND upper_inf(v.recorded)
          AND (v.valid @> t.day OR l.as_of IS NULL AND lower(v.valid) > t.day)
        ORDER BY v.valid @> t.day DESC, lower(v.valid) LIMIT 1) r ON true
  LEFT JOIN LATERAL (
       SELECT * FROM people_permit v WHERE i.is_foreign AND v.person_id = l.person_id AND upper_inf(v.recorded)
        ORDER BY v.valid @> t.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) e ON true
  LEFT JOIN LATERAL (
       SELECT v.value FROM people_residentcode v WHERE v.person_id = l.person_id AND upper_inf(v.recorded)
        ORDER BY v.valid @> t.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) code ON true
  LEFT JOIN latest_acts la ON la.person_id = l.person_id AND l.latest
  LEFT JOIN people_act a ON a.id = la.act_id
 WHERE {seen}
 ORDER BY l.run_id NULLS LAST, l.line, p.number
"""
TABLES = ("identity", "membership", "permit", "removal", "residentcode")
ACTS = " UNION ALL ".join(
    f"SELECT person_id, {column} AS act_id FROM people_{table} WHERE {column} IS NOT NULL"  # noqa: S608 - our own names
    for table in TABLES
    for column in ("opened_by_id", "closed_by_id")
)
LATEST_ACTS = f"""
latest_acts AS (
  SELECT x.person_id, max(x.act_id) AS act_id FROM ({ACTS}) x
    JOIN people_act a ON a.id = x.act_id AND a.kind <> 'migration' GROUP BY 1)
"""  # noqa: S608 - our own names
EVERYONE = f"""
everyone AS (
  SELECT run_id, line, person_id, history, branch, latest, as_of, columns FROM {CARRIED}
  UNION ALL
  SELECT NULL, NULL, p.id, 1, 1, true, NULL, '{{}}'::jsonb FROM people_person p
   WHERE p.kind = 'resident' AND NOT EXISTS (SELECT FROM {CARRIED} c WHERE c.person_id = p.id))
"""  # noqa: S608 - our own names
MAKE_DRAFT = f"""
CREATE TEMPORARY TABLE {DRAFT} (
  run_id bigint, line int, person_id bigint, history bigint, branch bigint, latest boolean, as_of date,
  columns jsonb DEFAULT '{{}}') ON COMMIT DROP
"""


WHOLE = {"seen": "true", "head": "head.name"}
SEEN = {
    "seen": "l.person_id NOT IN (SELECT person_id FROM guarded_persons)"
    " AND (m.household_id IS NULL OR m.household_id NOT IN (SELECT household_id FROM guarded_households))",
    "head": "CASE WHEN head.person_id IN (SELECT person_id FROM guarded_persons) THEN NULL ELSE head.name END",
}
"""Without guarded persons: no lines of theirs or of a household in which one lives, and not their names as heads."""


def everyone(day: date, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Every line of the register: imported ones in the order of their files, then residents who came since.

    Without ``whole`` as if guarded persons were not there.
    """
    parts = WHOLE if whole else SEEN
    return rows(f"WITH {GUARDED_SETS}, {LATEST_ACTS}, {EVERYONE} {FACTS.format(lines='everyone', **parts)}", day)


COUNT = f"""
WITH {GUARDED_SETS}, {EVERYONE}
SELECT count(DISTINCT l.person_id) FROM everyone l
  CROSS JOIN LATERAL (SELECT coalesce(l.as_of, %(day)s::date) AS day) t
  LEFT JOIN LATERAL (
       SELECT * FROM people_membership v WHERE v.person_id = l.person_id AND upper_inf(v.recorded)
        ORDER BY v.valid @> t.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) m ON true
 WHERE {SEEN["seen"]}
"""  # noqa: S608 - our own names
COUNT_WHOLE = f"WITH {EVERYONE} SELECT count(DISTINCT person_id) FROM everyone"  # noqa: S608 - our own names


def persons_in_all(day: date, *, whole: bool) -> int:
    """How many persons ``everyone`` gives lines of."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WHOLE if whole else COUNT, {"day": day})
        return int(cursor.fetchone()[0])


ORDER = f"""
WITH {EVERYONE}
SELECT concat_ws('-', p.number, l.history, l.branch),
       row_number() OVER (ORDER BY l.run_id NULLS LAST, l.line, p.number)
  FROM everyone l JOIN people_person p ON p.id = l.person_id
"""  # noqa: S608 - our own names


def order_of_lines() -> dict[str, int]:
    """宛名番号-個人履歴番号-枝番号 → the line's place among all lines of ``everyone``."""
    with connection.cursor() as cursor:
        cursor.execute(ORDER)
        return dict(cursor.fetchall())


def drafted(day: date) -> Iterator[dict[str, Any]]:
    """The lines of the draft: those of an import in progress, in the order of its file."""
    return rows(f"WITH {LATEST_ACTS} {FACTS.format(lines=DRAFT, **WHOLE)}", day)


def rows(sql: str, day: date) -> Iterator[dict[str, Any]]:
    """The rows of a query, fetched from the server in pieces. The caller holds the transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"day": day})
        while piece := cursor.fetchmany(PIECE):
            names = [column.name for column in cursor.description]
            for row in piece:
                values = dict(zip(names, row, strict=True))
                yield values | {name: json.loads(values[name]) for name in JSON if values[name]}


@contextmanager
def draft(lines: Iterator[tuple[Any, ...]]) -> Iterator[None]:
    """A table of this transaction with the lines of an import: (run, line, person, history, branch, latest, as_of)."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE_DRAFT)
        with cursor.copy(f"COPY {DRAFT} (run_id, line, person_id, history, branch, latest, as_of) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(f"ANALYZE {DRAFT}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {DRAFT}")


def taken_numbers(numbers: list[int], household_numbers: list[int]) -> tuple[set[int], set[int]]:
    """Which 宛名番号 and 世帯番号 the record has already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM people_person WHERE number = ANY(%s)", [numbers])
        people = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT number FROM people_household WHERE number = ANY(%s)", [household_numbers])
        return people, {row[0] for row in cursor.fetchall()}


def taken_codes(codes: list[str]) -> set[str]:
    """Which 住民票コード the record has already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM people_residentcode WHERE value = ANY(%s) AND upper_inf(recorded)", [codes])
        return {row[0] for row in cursor.fetchall()}
