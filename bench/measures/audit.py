"""Audit entries from eight processes at once, beside the same rows without a chain; and their verification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.city.writers import WRITERS, make_bare, rate, remove_bare
from bench.figures import Bar, Beside, Figure
from bench.running import Bench
from bench.timing import once
from madoguchi.foundation.audit.verifying import verify
from madoguchi.foundation.audit.verifying.rows import ENTRIES
from madoguchi.foundation.towns.current import in_town

N, ROUNDS = 400, 2
ENOUGH = 1_000


def run(bench: Bench) -> Iterator[Figure]:
    """Entries a second, in turns with the floor; the better round of each counts, for the machine may be shared."""
    town = bench.town()
    count = bench.samples(N)
    with in_town(town):
        make_bare()
        rounds = [
            (rate(town.schema_name, "chained", count), rate(town.schema_name, "bare", count)) for _ in range(ROUNDS)
        ]
        remove_bare()
        chained, bare = (max(values) for values in zip(*rounds, strict=True))
        shared: dict[str, Any] = {"measure": "audit", "people": 0, "warm_up": WRITERS}
        yield Figure(name=f"監査記録の記入（{WRITERS}プロセス）", value=chained, unit="件/秒", n=WRITERS * count,
                     bar=Bar(ENOUGH, at_least=True), beside=(Beside("つながりのない同じ INSERT", bare),),
                     note="1件ずつコミット", **shared)  # fmt: skip
        yield verification(shared)


def verification(shared: dict[str, Any]) -> Figure:
    """How many entries a second are verified, beside reading them."""
    reading = once(lambda _: read(), None)
    report = verify()
    if not report.holds:
        raise RuntimeError(str(report))
    return Figure(name="監査記録の検証", value=report.entries / report.seconds, unit="件/秒", n=report.entries,
                  beside=(Beside("読むだけ", report.entries / reading),), **{**shared, "warm_up": 0})  # fmt: skip


def read() -> int:
    """Reads every entry and does nothing with it."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ENTRIES)
        return sum(len(rows) for rows in iter(lambda: cursor.fetchmany(5_000), []))
