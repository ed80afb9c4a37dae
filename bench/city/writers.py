"""Processes that write audit entries side by side, each entry committed by itself, under the application's role."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

WRITERS = 8
SECONDS_TO_BEGIN = 120
SECONDS_TO_WRITE = 300
BARE = "bench_bare_entry"
INSERT = f"""
INSERT INTO {BARE} (at, user_id, actor, division, action, subject, purpose, emergency, detail)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def rate(schema: str, kind: str, count: int) -> float:
    """Entries a second that the writers add together, each ``count`` of them, from the first until the last is written;
    starting and ending the processes is not counted.
    """
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(WRITERS + 1)
    processes = [spawn.Process(target=write, args=(schema, kind, count, n, barrier)) for n in range(WRITERS)]
    before, os.environ["DATABASE_AS"] = os.environ.get("DATABASE_AS", ""), "application"
    for process in processes:
        process.start()
    os.environ["DATABASE_AS"] = before
    barrier.wait(SECONDS_TO_BEGIN)
    begun = time.perf_counter()
    barrier.wait(SECONDS_TO_WRITE)
    taken = time.perf_counter() - begun
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a writer failed")
    return WRITERS * count / taken


def write(schema: str, kind: str, count: int, number: int, barrier: Barrier) -> None:
    """In a process of its own: connects, waits for the others, writes, and waits until all have."""
    import django

    django.setup()
    from madoguchi.foundation.towns.current import in_town
    from madoguchi.foundation.towns.queries import town_named

    with in_town(town_named(schema)):
        one = entry_writer(number) if kind == "chained" else bare_writer(number)
        one(0)
        barrier.wait(SECONDS_TO_BEGIN)
        for each in range(count):
            one(each)
        barrier.wait(SECONDS_TO_WRITE)


def entry_writer(number: int) -> Callable[[int], Any]:
    """Writes an entry as every look and act does."""
    from madoguchi.foundation.access import Actor
    from madoguchi.foundation.audit.actions import record

    actor = Actor(number, "測定　太郎", "窓口サービス課", purpose="測定")
    return lambda each: record(actor, action="bench.look", subject=f"person:{each}")


def bare_writer(number: int) -> Callable[[int], Any]:
    """Writes the same columns into a table of the same kind that knows no chain."""
    from django.db import connection
    from django.utils import timezone

    def one(each: int) -> None:
        values = (
            number,
            "窓口サービス課　測定　太郎",
            "窓口サービス課",
            "bench.look",
            f"person:{each}",
            "測定",
            "",
            "{}",
        )
        with connection.cursor() as cursor:
            cursor.execute(INSERT, (timezone.now(), *values))

    return one


def make_bare() -> None:
    """The table without a chain, with the indexes that the audit's own table has for its readers."""
    from django.db import connection

    from madoguchi.foundation.towns.role import role_name

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}")
        cursor.execute(f"CREATE TABLE {BARE} (LIKE audit_entry INCLUDING ALL)")
        for column in ("lane_id", "position", "block", "content", "digest"):
            cursor.execute(f"ALTER TABLE {BARE} DROP COLUMN {column}")
        cursor.execute(f'GRANT INSERT ON {BARE} TO "{role_name()}"')


def remove_bare() -> None:
    """Takes the table away."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {BARE}")
