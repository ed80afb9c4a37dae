"""How the database carries a query out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Plan:
    """A plan as PostgreSQL prints it, and the indexes on the search keys that it really went through."""

    text: str
    indexes: tuple[str, ...]


def explained(work: Callable[[], object]) -> Plan:
    """The plan of the first query that the work makes."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    sql, params = statements[0]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
        text = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    document = json.loads(plan) if isinstance(plan, str) else plan
    return Plan(text, tuple(dict.fromkeys(served(document[0]["Plan"]))))


def served(node: dict[str, Any]) -> Iterator[str]:
    """Names of the indexes and tables of search keys that a plan read, in the order of the plan."""
    if node.get("Actual Loops"):
        name = node.get("Index Name", "")
        if name.startswith(("search_", "people_searchkey")):
            yield name
        elif node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "people_searchkey":
            yield "全件"
        for child in node.get("Plans", ()):
            yield from served(child)
