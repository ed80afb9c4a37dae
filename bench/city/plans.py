"""A plan whose years run now, and which the bench's towns measure; and the pages that know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from madoguchi.engines.indicators.actions.months import keep_months
from madoguchi.engines.indicators.api import indicators
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.systems.plan.progress.figures import measuring
from madoguchi.systems.plan.progress.models import Plan

MEASURE, MEASURES, TERM = "2-1-4", 40, 5
FILL = """
INSERT INTO indicators_dayvalue (indicator, day, part, amount, base)
SELECT %(code)s, day::date, part, 20 + extract(day FROM day), CASE WHEN %(mean)s THEN 20 END
  FROM generate_series(%(since)s::date, %(until)s::date, '1 day') day, unnest(%(parts)s::text[]) part
"""
OWN, FOLLOWED = "people.acts", ("issuance.released", "population.residents", "counter.waiting")


def code_of() -> str:
    """The code of the plan of this fiscal year."""
    return f"bench{fiscal_year(timezone.localdate())}_{TERM}"


def planned() -> Plan:
    """A published plan of five years that end with this one, in the present town; loaded on first use."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.systems.plan.progress.actions import load, publish
    from madoguchi.systems.plan.progress.loading.content import Card

    if found := Plan.objects.filter(code=code_of()).first():
        return found
    last = fiscal_year(timezone.localdate())
    card = Card(code=code_of(), name="測定の計画", first=last - TERM + 1, last=last)
    plan = load(SYSTEM_ACTOR, card=card, measures=content(card.years)).plan
    return publish(SYSTEM_ACTOR, plan_id=plan.pk, revision=plan.revision)


def content(years: range) -> bytes:
    """Forty measures, each with an indicator and a target for each year."""
    heading = ["code", "goal", "section", "name", "kind", "departments", *(f"status_fy{year}" for year in years)]
    heading += ["indicator", "unit", *(f"target_fy{year}" for year in years), "note"]
    stages, targets = ["実施"] * len(years), ["20000"] * len(years)
    lines = [
        [f"2-1-{n}", "2", "1", f"施策{n}", "継続", "窓口サービス課", *stages, "届出", "件", *targets, ""]
        for n in range(1, MEASURES + 1)
    ]
    return "\n".join(",".join(line) for line in [heading, *lines]).encode()


def measured(schema: str) -> tuple[measuring.Entry, ...]:
    """What the bench's towns measure of it, as their ``measured.yaml`` would say: they have no folder of their own."""
    own = measuring.Entry(plan=code_of(), indicator=MEASURE, measured=OWN)
    return (own, *(measuring.Entry(plan=code_of(), measure=MEASURE, measured=code) for code in FOLLOWED))


@contextmanager
def days_of_years() -> Iterator[None]:
    """Runs the block with every part of what measures the plan counted on every day of its years, whatever the city
    itself comes to; counted anew afterwards."""
    from madoguchi.engines.indicators.api import count_anew
    from madoguchi.foundation.access import SYSTEM_ACTOR

    today = timezone.localdate()
    since = fiscal_year_span(fiscal_year(today) - TERM + 1).first
    for code in (OWN, *FOLLOWED):
        fill(code, since, today)
    try:
        yield
    finally:
        count_anew(SYSTEM_ACTOR, since=since, until=today + timedelta(days=1))


def fill(code: str, since: date, until: date) -> None:
    """One indicator's days."""
    found = indicators()[code]
    values: dict[str, Any] = {"code": code, "since": since, "until": until, "parts": list(found.parts)}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_dayvalue WHERE indicator = %s", [code])
        cursor.execute(FILL, {**values, "mean": found.measure == found.measure.MEAN})
    keep_months(found, since, until + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_dayvalue, indicators_monthvalue")
