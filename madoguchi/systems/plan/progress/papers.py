"""The report as a paper that the mayor signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from .reports import Report, moment_of, row_data
from .rules import Result, Stage, name_of

TEMPLATE = Path(__file__).parent / "paper" / "report.typ"


def report_paper(town: Town, report: Report) -> bytes:
    """The PDF; the same bytes until something new is reported."""
    return paperwork.render(TEMPLATE, paper_data(town, report), timestamp=moment_of(report)).pdf


def paper_data(town: Town, report: Report) -> dict[str, Any]:
    """What the paper says; see the top of its template."""
    table, on = report.table, timezone.localdate(moment_of(report))
    return {
        "town": {"name": town.name},
        "signer": str(town.profile.get("mayor_title") or f"{town.name}長"),
        "serial": report.period,
        "serial_label": "対象",
        "plan": report.plan.name,
        "period": report.period,
        "as_of": format_wareki(on, "long"),
        "sentence": report.sentence,
        "rows": [
            {"name": stage.label, "total": table.planned(stage), "cells": cells_of(report, stage)}
            for stage in table.rows
        ],
        "columns": [column(report, result) for result in table.columns],
        "total": table.total,
        "departed": [row_data(row) for row in report.departed],
        "measures": [{**row_data(row), "departed": row.departed} for row in report.rows],
    }


def cells_of(report: Report, stage: Stage) -> list[int]:
    """A row of the cross table."""
    return [report.table.at(stage, result) for result in report.table.columns]


def column(report: Report, result: Result) -> dict[str, Any]:
    """The head of a column with its sum; ``code`` names its pattern."""
    return {"code": result.value if result else "none", "name": name_of(result), "total": report.table.result(result)}
