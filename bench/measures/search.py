"""Searching in the database, kind by kind, each beside a look-up by primary key taken in turns with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from bench.city.towns import DATA
from bench.figures import Bar, Beside, Figure, percentile
from bench.running import MILLION, Bench
from bench.timing import once, side_by_side
from madoguchi.engines.people.queries.search import Query, search, understand
from madoguchi.foundation.towns.current import in_town

from .asking import KINDS, Kind, People, people_of
from .plans import Plan, explained

N, N_BESIDE, WARM_UP = 600, 120, 20
FIRST_WARM_UP = 6000
"""The first kind also brings the table from the disk into memory, where it stays in service."""
BAR = Bar(10)
BARRED = "pair"
KEY = "SELECT number, kind FROM people_person WHERE id = %s"


@dataclass(frozen=True)
class Question:
    """What is looked for, and whom to look up by key beside it."""

    query: Query
    person_id: int


def run(bench: Bench) -> Iterator[Figure]:
    """p50 and p99 of each kind of search at each size; the plans of the slowest go to ``var/bench/plans``."""
    for size in bench.sizes:
        with in_town(bench.town(size)):
            people = people_of(size)
            for kind in KINDS:
                yield from figures(bench, kind, people)


def figures(bench: Bench, kind: Kind, people: People) -> Iterator[Figure]:
    """Both figures of one kind."""
    is_first = kind.code == BARRED
    count, warm_up = bench.samples(N if is_first else N_BESIDE), FIRST_WARM_UP if is_first else WARM_UP
    questions = [
        Question(understand(text), person_id)
        for text, person_id in zip(kind.ask(people, count + warm_up), people.ids * 30, strict=False)
    ]
    found, keys = side_by_side(ask, look_up, questions, warm_up)
    slowest = max(questions[warm_up:], key=lambda question: once(ask, question))
    plan = explained(lambda: search(slowest.query))
    keep_plan(people.size, kind, slowest.query, plan)
    for rank in (50, 99):
        yield Figure(
            measure="search",
            name=f"検索 {kind.name} p{rank}",
            value=percentile(found, rank),
            unit="ms",
            people=people.size,
            n=len(found),
            warm_up=warm_up,
            beside=(Beside("主キー", percentile(keys, rank)),),
            bar=BAR if (kind.code, rank, people.size) == (BARRED, 99, MILLION) else None,
            note="・".join(plan.indexes) if rank == 50 else f"最も遅い: {' '.join(slowest.query.names)}",
        )


def ask(question: Question) -> None:
    """A page of hits."""
    search(question.query)


def look_up(question: Question) -> None:
    """One row by its key, through the same connection."""
    with connection.cursor() as cursor:
        cursor.execute(KEY, [question.person_id])
        cursor.fetchall()


def keep_plan(size: int, kind: Kind, query: Query, plan: Plan) -> None:
    """Writes a plan where people can read it."""
    folder = DATA / "plans"
    folder.mkdir(exist_ok=True)
    (folder / f"{size}-{kind.code}.txt").write_text(f"{query}\n\n{plan.text}\n", encoding="utf-8")
