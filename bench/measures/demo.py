"""Filling the demo city, beside a bare COPY of the rows that come of it."""

from __future__ import annotations

from collections.abc import Iterator

from bench.city.rows import Bare, tables
from bench.city.towns import new, remove
from bench.figures import Bar, Beside, Figure
from bench.running import Bench
from bench.timing import once
from madoguchi.config.demo import fill
from madoguchi.foundation.towns.current import in_town

TOWN = "benchdemo"
BAR, BARRED = Bar(300), 90_000


def run(bench: Bench) -> Iterator[Figure]:
    """Seconds to fill an empty town with all invented data of the systems."""
    town = new(TOWN, bench.say)
    seconds = once(lambda people: fill(town, people, bench.say), bench.people)
    with in_town(town):
        bare = Bare().copy_again(tables())
    remove(TOWN)
    bar = BAR if bench.people == BARRED else None
    yield Figure(
        measure="demo",
        name="架空の市をつくる",
        value=seconds,
        unit="秒",
        people=bench.people,
        n=1,
        warm_up=0,
        bar=bar,
        beside=(Beside("同じ行の COPY", bare),),
        note="30年の異動を含む",
    )
