"""The search page as an ordinary clerk opens it, through HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.city.staff import worker
from bench.city.web import Visitor, host_of, logged_in, served
from bench.figures import Bar, Beside, Figure, percentile
from bench.running import Bench
from bench.timing import sample, side_by_side
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

from .asking import KINDS, people_of

N, WARM_UP, TOGETHER, QUERIED = 300, 30, 4, 30
PAGE = "residents:search"
BAR = Bar(150)
TYPED = ("pair", "common", "full", "kana", "month")


def run(bench: Bench) -> Iterator[Figure]:
    """Times and numbers of queries at each size."""
    most: float | None = None
    with served() as port:
        for size in bench.sizes:
            town = bench.town(size)
            with in_town(town):
                texts = typed(size, bench.samples(N) + WARM_UP)
            yield from times(port, town, size, texts)
            counted = number_of_queries(town, size, texts[:QUERIED], most)
            most = counted.value
            yield counted


def times(port: int, town: Town, size: int, texts: Sequence[str]) -> Iterator[Figure]:
    """Times of clerks one after the other, and of all at once; several log-ins, for one may not ask so often."""
    with in_town(town):
        address = reverse(PAGE)
        visitors = [logged_in(port, town, worker("clerk", number)) for number in range(TOGETHER)]
    shared: dict[str, Any] = {"measure": "pages", "people": size, "unit": "ms", "warm_up": WARM_UP}
    pages, health = side_by_side(in_turns(visitors, address), lambda _: visitors[0].get("/healthz"), texts, WARM_UP)
    for rank in (50, 95):
        floor = Beside("/healthz", percentile(health, rank))
        yield Figure(
            name=f"検索画面 p{rank}",
            value=percentile(pages, rank),
            n=len(pages),
            beside=(floor,),
            bar=BAR if rank == 95 else None,
            note="職員1人",
            **shared,
        )
    crowd, alone = at_once(visitors, address, texts), Beside("1人", percentile(pages, 95))
    together = f"職員{TOGETHER}人が同時に"
    yield Figure(
        name="検索画面 p95",
        value=percentile(crowd, 95),
        n=len(crowd),
        beside=(alone,),
        note=together,
        **shared,
    )


def number_of_queries(town: Town, size: int, texts: Sequence[str], most: float | None) -> Figure:
    """The most queries that a page makes; no more than in the smaller town (``most``), where there was one."""
    with in_town(town):
        clerk, address = worker("clerk"), reverse(PAGE)
        counts = [queries(town, clerk, address, text) for text in texts]
    return Figure(
        measure="pages",
        name="検索画面の問合せの数（最大）",
        value=max(counts),
        unit="回",
        people=size,
        n=len(counts),
        warm_up=1,
        beside=(Beside("最少", min(counts)),),
        bar=None if most is None else Bar(most),
        note="市の大きさによらないこと",
    )


def typed(size: int, count: int) -> list[str]:
    """What clerks type, several kinds in turns."""
    people = people_of(size)
    kinds = [kind.ask(people, count // len(TYPED) + 1) for kind in KINDS if kind.code in TYPED]
    return [text for texts in zip(*kinds, strict=True) for text in texts][:count]


def opener(visitor: Visitor, address: str) -> Callable[[str], object]:
    """Opens the page for a text."""
    return lambda text: visitor.get(address, q=text)


def in_turns(visitors: Sequence[Visitor], address: str) -> Callable[[str], object]:
    """Opens the page for a text, each visitor in turn."""
    turn = cycle(opener(visitor, address) for visitor in visitors)
    return lambda text: next(turn)(text)


def at_once(visitors: Sequence[Visitor], address: str, texts: Sequence[str]) -> list[float]:
    """Seconds of all pages when several clerks open theirs at once."""
    with ThreadPoolExecutor(len(visitors)) as pool:
        shares = [texts[index :: len(visitors)] for index in range(len(visitors))]
        times = pool.map(lambda pair: sample(opener(pair[0], address), pair[1], 2), zip(visitors, shares, strict=True))
        return [seconds for each in times for seconds in each]


def queries(town: Town, user: User, address: str, text: str) -> int:
    """How many queries the page makes, the log-in's included."""
    client = Client(SERVER_NAME=host_of(town))
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address, {"q": text})
    connection.set_tenant(town)  # type: ignore[attr-defined]
    return len(captured)
