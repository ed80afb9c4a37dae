"""Inbox and lists of the approvals with 100,000 drafts, as an ordinary member of staff opens them, through HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.city.drafts import DRAFTS, drafted
from bench.city.web import Visitor, host_of, logged_in, served
from bench.figures import Bar, Beside, Figure, percentile
from bench.running import Bench
from bench.timing import side_by_side
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

N, WARM_UP = 200, 20
BAR, MOST_QUERIES = Bar(200), Bar(40)
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "待っている決裁": ("approvals:inbox", {}),
    "自分の起案": ("approvals:mine", {}),
    "さがす（新しい順）": ("approvals:search", {"words": ""}),
    "さがす（多いことば）": ("approvals:search", {"words": "案内板の更新"}),
    "さがす（1件だけ）": ("approvals:search", {"words": "その77777"}),
    "さがす（ない）": ("approvals:search", {"words": "存在しないことば"}),
}


def run(bench: Bench) -> Iterator[Figure]:
    """Times and numbers of queries of each page."""
    town = bench.town()
    with in_town(town):
        user = drafted(bench.say)[0]
    with served() as port:
        with in_town(town):
            visitor = logged_in(port, town, user)
        for name, (view, query) in PAGES.items():
            yield timed(bench, visitor, name, reverse(view), query)
    for name, (view, query) in PAGES.items():
        yield counted(bench, town, user, name, reverse(view), query)


def timed(bench: Bench, visitor: Visitor, name: str, address: str, query: dict[str, str]) -> Figure:
    """How long a page takes, beside the page that asks nothing of the database."""
    rounds = range(bench.samples(N) + WARM_UP)
    pages, health = side_by_side(
        lambda _: visitor.get(address, **query), lambda _: visitor.get("/healthz"), rounds, WARM_UP
    )
    floor = Beside("/healthz", percentile(health, 95))
    shared: dict[str, Any] = {"measure": "approvals", "people": bench.people, "unit": "ms", "warm_up": WARM_UP}
    shared |= {"beside": (floor,), "bar": BAR, "note": f"起案{DRAFTS:,}件、職員1人"}
    return Figure(name=f"{name} p95", value=percentile(pages, 95), n=len(pages), **shared)


def counted(bench: Bench, town: Town, user: User, name: str, address: str, query: dict[str, str]) -> Figure:
    """How many queries the page makes, the log-in's included."""
    with in_town(town):
        client = Client(SERVER_NAME=host_of(town))
        client.force_login(user)
        client.get(address, query)
        with CaptureQueriesContext(connection) as captured:
            client.get(address, query)
        connection.set_tenant(town)  # type: ignore[attr-defined]
    return Figure(
        measure="approvals",
        name=f"{name}の問合せの数",
        value=len(captured),
        unit="回",
        people=bench.people,
        n=1,
        warm_up=1,
        bar=MOST_QUERIES,
        note=f"起案{DRAFTS:,}件",
    )
