"""Plans and reports as CSV and JSON: UTF-8 with a byte order mark, as spreadsheets expect; no formulas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.web.downloads import Rows

from .figures.open import said, target_text
from .figures.queries import Figures, public_figures
from .figures.rules import Figure, Origin, plain
from .models import Indicator, Measure, Plan
from .queries.plans import Row, measures_of, row_of, years_of
from .queries.reported import latest_reported
from .reports import Report
from .rules import name_of

OPEN_HEADING = (
    *("計画", "年度", "基本目標", "項", "番号", "施策", "区分", "担当部署", "計画状況", "実施状況", "理由"),
    *("指標", "単位", "目標値", "実績値", "実績値の種類", "いつ現在", "計測元・出典", "備考"),
)


def report_rows(report: Report) -> Rows:
    """The cross table of a report, then every measure."""
    table = report.table
    yield ["計画", *(name_of(result) for result in table.columns), "計"]
    for stage in table.rows:
        yield [stage.label, *(table.at(stage, result) for result in table.columns), table.planned(stage)]
    yield ["計", *(table.result(result) for result in table.columns), table.total]
    yield []
    yield ["番号", "施策", "計画状況", "実施状況", "計画の変更", "理由"]
    for row in report.rows:
        changed = "変更" if row.departed else ""
        yield [row.measure.code, row.measure.name, row.planned.label, name_of(row.result), changed, row.reason]


def open_rows(plan: Plan) -> Rows:
    """Open data: one line for each measure, year and indicator. What is not measured says so, and has no figure."""
    yield OPEN_HEADING
    for each in measure_data(plan):
        base = [each[key] for key in ("plan", "fiscal_year", "goal", "section", "code", "name", "kind")]
        stages = ["、".join(each["divisions"]), each["planned"], each["result"], each["reason"]]
        for indicator in each["indicators"] or [{}]:
            keys = ("name", "unit", "target", "measured", "source", "day", "where")
            shown = [indicator.get(key, "") for key in keys]
            shown[4] = Origin(shown[4]).label if shown[4] else ""
            yield [*base, *stages, *shown, indicator.get("note") or each["note"]]


def measure_data(plan: Plan) -> Iterable[dict[str, Any]]:
    """Every measure in every year of a plan, as open data: a fixed number of queries."""
    measures = list(measures_of(plan))
    reports = latest_reported(measures)
    figures = public_figures(plan, measures, years_of(plan))
    for year in years_of(plan):
        for measure in measures:
            yield one(plan, year, row_of(measure, year, reports.get((measure.pk, year))), figures)


def one(plan: Plan, year: int, row: Row, figures: Figures) -> dict[str, Any]:
    """One measure in one year."""
    measure: Measure = row.measure
    return {
        "plan": plan.name,
        "fiscal_year": year,
        "goal": measure.section.goal.name or measure.section.goal.number,
        "section": measure.section.name or measure.section.number,
        "code": measure.code,
        "name": measure.name,
        "kind": measure.kind,
        "divisions": [owner.name for owner in row.owners],
        "planned": row.planned.label,
        "result": name_of(row.result),
        "reason": row.reason,
        "indicators": [
            indicator_data(each, year, figures.get((measure.pk, each.code, year))) for each in row.indicators
        ],
        "note": measure.note,
    }


def indicator_data(indicator: Indicator, year: int, figure: Figure | None) -> dict[str, Any]:
    """An indicator in one year, with its figure; a step to be taken has none, and nothing measures it."""
    told = said(figure or Figure(unit="", year=year))
    return {
        "name": indicator.name, "unit": indicator.unit, "target": target_text(indicator, year),
        "at_most": indicator.at_most, "measured": told["value"], "source": told["source"], "day": told["day"],
        "where": told["where"], "note": indicator.note,
    }  # fmt: skip


def plain_figure(value: Any) -> str:
    """A figure without idle zeros: 20000, 2.5."""
    return plain(value)


def open_data(plan: Plan) -> dict[str, Any]:
    """The whole plan as JSON: its goals, and every measure in every year."""
    return {
        "code": plan.code,
        "name": plan.name,
        "names": plan.names,
        "years": [fiscal_year_name(year) for year in range(plan.first_year, plan.last_year + 1)],
        "state": plan.get_state_display(),
        "description": plan.description,
        "goals": [
            {"number": each.number, "name": each.name, "names": each.names} for each in plan.goals.all()
        ],
        "measures": list(measure_data(plan)),
    }  # fmt: skip
