"""Counting every indicator of the city anew, beside the bare queries; and the pages that show them, through HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.city.plans import MEASURE, TERM, days_of_years, planned
from bench.city.staff import worker
from bench.city.web import Visitor, host_of, logged_in, served
from bench.figures import Bar, Beside, Figure, percentile
from bench.running import Bench
from bench.timing import once, side_by_side
from madoguchi.engines.indicators.api import count_anew, indicators, year_values
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.towns.current import in_town

BAR_COUNT, BAR_PAGE = Bar(30), Bar(100)
YEARS, N, WARM_UP = 10, 100, 10
PAGES = 200
SHOWN, SHOWN_AT_LEAST = "計測", 20
"""Each of five years of four figures is marked so on a page."""


def run(bench: Bench) -> Iterator[Figure]:
    """Seconds of a counting of everything, and milliseconds of a year's values of all indicators."""
    with in_town(bench.town()):
        tomorrow = timezone.localdate() + timedelta(days=1)
        since = fiscal_year_span(fiscal_year(tomorrow) - YEARS + 1).first
        bare = once(lambda period: bare_counting(*period), (since, tomorrow))
        seconds = once(lambda _: count_anew(SYSTEM_ACTOR, since=since, until=tomorrow), None)
        count = len(indicators())
        shared: dict[str, Any] = {"measure": "indicators", "people": bench.people}
        yield Figure(name=f"{count}の指標を{YEARS}年度分数え直す", value=seconds, unit="秒", n=1, warm_up=0,
                     bar=BAR_COUNT, beside=(Beside("式だけ", bare),), **shared)  # fmt: skip
        year = fiscal_year(timezone.localdate())
        items = range(bench.samples(N) + WARM_UP)
        values, floor = side_by_side(lambda _: year_values(year), lambda _: one_row(), items, WARM_UP)
        yield Figure(name="全指標の今年度の値 p95", value=percentile(values, 95), unit="ms", n=len(values),
                     warm_up=WARM_UP, bar=BAR_PAGE, beside=(Beside("1行の読取り", percentile(floor, 95)),),
                     **shared)  # fmt: skip

    yield from measure_pages(bench)


def measure_pages(bench: Bench) -> Iterator[Figure]:
    """The pages of a measure of a plan of five years, at the desk and in public, with four figures of every day."""
    town = bench.town()
    with in_town(town), days_of_years():
        plan, clerk = planned(), worker("clerk")
        with served("bench.city.plan_web:application") as port:
            visitors = {"窓口の職員": logged_in(port, town, clerk), "だれでも": Visitor(port, host_of(town))}
            for name, view in (("窓口の職員", "plan:measure"), ("だれでも", "plan_portal:measure")):
                address = reverse(view, args=[plan.code, MEASURE])
                yield timed(bench, visitors[name], f"施策のページ（{name}） p95", address)


def timed(bench: Bench, visitor: Visitor, name: str, address: str) -> Figure:
    """How long a page takes, beside the page that asks nothing of the database. Raises RuntimeError for a page that
    shows no figures."""
    if visitor.get(address).body.decode().count(SHOWN) < SHOWN_AT_LEAST:
        raise RuntimeError(f"{address}: no figures")
    rounds = range(bench.samples(PAGES) + WARM_UP)
    pages, health = side_by_side(lambda _: visitor.get(address), lambda _: visitor.get("/healthz"), rounds, WARM_UP)
    return Figure(
        measure="indicators", name=name, value=percentile(pages, 95), unit="ms", people=bench.people, n=len(pages),
        warm_up=WARM_UP, bar=BAR_PAGE, beside=(Beside("/healthz", percentile(health, 95)),),
        note=f"{TERM}年度の計画、計測する指標4つ",
    )  # fmt: skip


def bare_counting(since: date, until: date) -> None:
    """Runs the queries and keeps nothing."""
    with connection.cursor() as cursor:
        for indicator in indicators().values():
            cursor.execute(indicator.sql, {"since": since, "until": until})
            cursor.fetchall()


def one_row() -> None:
    """The least that a page reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM indicators_counting LIMIT 1")
        cursor.fetchall()
