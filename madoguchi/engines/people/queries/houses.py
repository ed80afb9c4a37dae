"""Reads of households: "as known at D1 about D2" is one query."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection

from ..snapshots import Address, House, Member

HOUSES = """
SELECT h.id, h.number AS house_number, h.revision,
       d.prefecture, d.city, d.town, d.lot, d.building, d.postal_code, d.lg_code, d.town_code,
       m.person_id, p.number, i.name, i.name_kana, i.birth_on, i.birth_text, i.sex, i.is_foreign, i.alias,
       m.relation, m.relation_text, m.is_head, m.position, lower(m.valid) AS since, upper(m.valid) AS until,
       m.resident_since, m.settled_on
  FROM people_household h
  JOIN people_membership m ON m.household_id = h.id AND m.valid @> %(day)s::date AND {known_m}
  JOIN people_person p ON p.id = m.person_id
  JOIN people_identity i ON i.person_id = m.person_id AND i.valid @> %(day)s::date AND {known_i}
  LEFT JOIN people_dwelling d ON d.household_id = h.id AND d.valid @> %(day)s::date AND {known_d}
 WHERE h.id = ANY(%(ids)s)
 ORDER BY h.id, m.position, m.person_id
"""
ADDRESS = ("prefecture", "city", "town", "lot", "building", "postal_code", "lg_code", "town_code")


def houses(ids: Iterable[int], *, on: date, known_at: datetime | None = None) -> dict[int, House]:
    """Household id → household as it was on a day, as known at a moment. One without members that day is left out."""
    known = {f"known_{table}": known_sql(table, known_at) for table in "mid"}
    rows = fetch(HOUSES.format(**known), {"day": on, "known_at": known_at, "ids": list(ids)})
    return {key: house_of(list(group)) for key, group in groupby(rows, key=lambda row: row["id"])}


HOMES = """
SELECT m.person_id, m.household_id
  FROM people_membership m
 WHERE m.person_id = ANY(%(ids)s) AND m.valid @> %(day)s::date AND {known_m}
"""


def homes(person_ids: Iterable[int], *, on: date, known_at: datetime | None = None) -> dict[int, int]:
    """Person id → id of the household in which the person lived on a day, in the order of the ids, which alone decides
    it: the order of rows would tell which were changed last. Who was not a resident is left out."""
    ids = list(dict.fromkeys(person_ids))
    sql = HOMES.format(known_m=known_sql("m", known_at))
    rows = fetch(sql, {"day": on, "known_at": known_at, "ids": ids})
    found = {row["person_id"]: row["household_id"] for row in rows}
    return {key: found[key] for key in ids if key in found}


def house(household_id: int, *, on: date, known_at: datetime | None = None) -> House | None:
    """One household as it was on a day, or None where nobody lived in it."""
    return houses([household_id], on=on, known_at=known_at).get(household_id)


def known_sql(table: str, known_at: datetime | None) -> str:
    """The condition that a row stood in the record at a moment. The partial indexes need the first form as it is."""
    return f"upper_inf({table}.recorded)" if known_at is None else f"{table}.recorded @> %(known_at)s::timestamptz"


def fetch(sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a query as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def house_of(rows: list[dict[str, Any]]) -> House:
    """A household from the rows of its members."""
    first = rows[0]
    return House(
        id=first["id"],
        number=first["house_number"],
        revision=first["revision"],
        address=Address(**{key: first[key] or "" for key in ADDRESS}),
        members=tuple(member_of(row) for row in rows),
    )


def member_of(row: dict[str, Any]) -> Member:
    """A member from one row."""
    return Member(
        **{
            key: row[key]
            for key in (
                "person_id", "number", "name", "birth_on", "birth_text", "sex", "is_foreign", "alias", "relation_text",
                "is_head", "position", "since", "until", "resident_since", "settled_on",
            )
        },
        kana=row["name_kana"],
        relation=tuple(row["relation"]),
    )  # fmt: skip


AMISS = """
SELECT h.number, count(*) FILTER (WHERE m.is_head) AS heads
  FROM (SELECT e.household_id, greatest(day, %(since)s::date) AS day
          FROM people_membership e, LATERAL (VALUES (coalesce(lower(e.valid), '-infinity')), (upper(e.valid))) v(day)
         WHERE e.household_id = ANY(%(ids)s) AND upper_inf(e.recorded) AND day IS NOT NULL
         GROUP BY 1, 2) edge
  JOIN people_household h ON h.id = edge.household_id
  JOIN people_membership m ON m.household_id = h.id AND upper_inf(m.recorded) AND m.valid @> edge.day
 GROUP BY h.id, h.number, edge.day
HAVING count(*) FILTER (WHERE m.is_head) <> 1
 ORDER BY edge.day, h.number
"""


def houses_amiss(ids: Iterable[int], *, since: date) -> list[tuple[int, int]]:
    """世帯番号 and number of heads of each household that has members and not one head, on a day from ``since`` on."""
    rows = fetch(AMISS, {"ids": list(ids), "since": since})
    return list(dict.fromkeys((row["number"], row["heads"]) for row in rows))
