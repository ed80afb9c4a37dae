"""The report of a plan in one fiscal year: its tables, what departed, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madoguchi.foundation.calendar import fiscal_year_name

from .models import Plan
from .queries.plans import PlanYear, Row, loadings_of, plan_year
from .rules import Cross, cross, era_years, name_of, sentence


@dataclass(frozen=True)
class Report:
    """What chapter 3, section 2 of the city's plan tells: the inner table, the sums, what departed and why."""

    found: PlanYear
    table: Cross
    departed: tuple[Row, ...]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.found.plan

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every measure."""
        return self.found.rows

    @property
    def period(self) -> str:
        """The years that it tells of: 平成22・23年度 for a whole term, 平成24年度 for one year."""
        return fiscal_year_name(self.found.year) if self.plan.by_year else term(self.plan)

    @property
    def sentence(self) -> str:
        """The table in one sentence."""
        return sentence(self.table, len(self.departed))


def term(plan: Plan) -> str:
    """The years of a plan in words."""
    return era_years([fiscal_year_name(year) for year in range(plan.first_year, plan.last_year + 1)])


def report_of(plan: Plan, year: int) -> Report:
    """The report of a plan in a year."""
    found = plan_year(plan, year)
    table = cross((row.planned, row.result) for row in found.rows)
    return Report(found, table, tuple(row for row in found.rows if row.departed))


def moment_of(report: Report) -> datetime:
    """When the last thing was written that the report tells: its date, and that of its paper."""
    written = [row.report.written_at for row in report.rows if row.report]
    return max([*written, loadings_of(report.plan)[0].loaded_at])


def data_of(report: Report) -> dict[str, Any]:
    """The report as data; words are the plan's own."""
    table = report.table
    return {
        "plan": {"code": report.plan.code, "name": report.plan.name, "state": report.plan.get_state_display()},
        "period": report.period,
        "fiscal_year": report.found.year,
        "total": table.total,
        "planned": {stage.label: table.planned(stage) for stage in table.rows},
        "result": {name_of(result): table.result(result) for result in table.columns},
        "cross": {
            stage.label: {name_of(result): table.at(stage, result) for result in table.columns} for stage in table.rows
        },
        "departed": [row_data(row) for row in report.departed],
        "measures": [row_data(row) for row in report.rows],
    }


def row_data(row: Row) -> dict[str, str]:
    """One measure of the report."""
    return {
        "code": row.measure.code,
        "name": row.measure.name,
        "planned": row.planned.label,
        "result": name_of(row.result),
        "reason": row.reason,
    }
