"""A small house of three indicators over a table of facts that tests change as they like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from madoguchi.engines.indicators import queries, years
from madoguchi.engines.indicators.actions import counting
from madoguchi.foundation.registry.indicators import Indicator, Measure

SQL = "SELECT day, part, amount, base FROM facts WHERE of = '{of}' AND day >= %(since)s AND day < %(until)s"
HOUSE = {
    f"hall.{measure}": Indicator(
        code=f"hall.{measure}",
        name=name,
        unit=unit,
        summary="試験のための指標",
        measure=measure,
        sql=SQL.format(of=measure),
        parts={"": "", "a": "東", "b": "西"},
        decimals=1 if measure == Measure.MEAN else 0,
    )
    for measure, name, unit in (
        (Measure.FLOW, "来た人", "人"),
        (Measure.STOCK, "登録者", "人"),
        (Measure.MEAN, "待ち時間", "分"),
    )
}
Facts = Callable[..., None]


@pytest.fixture
def facts(town: object, monkeypatch: pytest.MonkeyPatch) -> Facts:
    """Adds a fact: which indicator it is of, the day, the amount, the part, the cases of a mean."""
    for module in (queries, counting, years):
        monkeypatch.setattr(module, "indicators", lambda: HOUSE)
    for module in (queries, years):
        monkeypatch.setattr(module, "sources", lambda: dict.fromkeys(HOUSE, "試験"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE facts (of text, day date, part text, amount numeric, base int)")

    def add(of: str, day: date, amount: int, part: str = "", base: int | None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO facts VALUES (%s, %s, %s, %s, %s)", [of, day, part, amount, base])

    return add
