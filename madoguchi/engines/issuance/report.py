"""The report of a closed drawer, as a paper for the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from .fees import tariff
from .models import Drawer, LineKind
from .queries.money import Balance, balance, lines_of
from .rules.cash import DENOMINATIONS

TEMPLATE = Path(__file__).parent / "paper" / "closing.typ"


def closing_report(town: Town, drawer: Drawer) -> bytes:
    """The PDF of a closed drawer; the same bytes whenever it is asked for. Raises ValueError for an open one."""
    now = balance(drawer)
    if now.closing is None:
        raise ValueError("an open drawer has no report")
    return paperwork.render(TEMPLATE, report_data(town, drawer, now), timestamp=now.closing.closed_at).pdf


def report_data(town: Town, drawer: Drawer, now: Balance) -> dict[str, Any]:
    """What the report says; see the top of its template."""
    closing = now.closing
    assert closing is not None
    closed = timezone.localtime(closing.closed_at)
    return {
        "town": {"name": town.name},
        "serial": f"{drawer.day:%Y-%m%d}-{drawer.pk:05}",
        "serial_label": "締め番号",
        "day": format_wareki(drawer.day, "weekday"),
        "counter": drawer.counter,
        "round": drawer.round,
        "provisional": tariff(drawer.day, town.schema_name).provisional,
        "kinds": [{"name": each.name, "count": each.count, "yen": each.yen} for each in now.by_kind],
        "charges": now.charges.yen,
        "free": now.free,
        "refunds": {"count": now.refunds.count, "yen": now.refunds.yen},
        "expected": closing.expected,
        "money": [{"yen": value, "count": closing.denominations.get(str(value), 0)} for value in DENOMINATIONS],
        "counted": closing.counted,
        "change": closing.change,
        "difference": closing.difference,
        "reason": closing.reason,
        "closed": f"{format_wareki(closed.date(), 'long')} {closed:%H時%M分}",
        "closer": closing.closer,
        "lines": [line_data(line) for line in lines_of(drawer) if line.kind != LineKind.CLOSING],
    }


def line_data(line: Any) -> dict[str, Any]:
    """One line of the ledger: time, serial, paper, money. No names."""
    return {
        "at": f"{timezone.localtime(line.at):%H:%M}",
        "serial": line.request.serial,
        "name": line.request.name,
        "what": line.get_kind_display() if line.amount or line.kind == LineKind.REFUND else "無料",
        "yen": line.amount,
        "balance": line.balance,
    }
