"""Figures of a plan as open data: a line for each indicator and year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from madoguchi.foundation.web.downloads import Rows

from ..models import Indicator, Measure, Plan
from ..queries.plans import measures_of, years_of
from .courses import every_course
from .queries import public_figures
from .rules import Figure, Origin, plain

HEADING = (
    *("計画", "年度", "番号", "施策", "指標", "単位", "目標値", "値", "値の種類", "いつ現在", "計測元・出典"),
)  # fmt: skip
KEYS = ("plan", "fiscal_year", "code", "measure", "indicator", "unit", "target", "value", "source", "day", "where")


def figure_rows(plan: Plan) -> Rows:
    """The figures as a table."""
    yield HEADING
    for each in figure_data(plan):
        yield [Origin(each[key]).label if key == "source" else each[key] for key in KEYS]


def figure_data(plan: Plan) -> Iterator[dict[str, Any]]:
    """Every figure of a plan: of its own indicators in its years, then what systems measure of its measures."""
    measures = list(measures_of(plan))
    years = years_of(plan)
    own, measured = public_figures(plan, measures, years), every_course(plan, measures)
    for measure in measures:
        for indicator in measure.indicators.all():
            for year in years if indicator.unit else ():
                figure = own[measure.pk, indicator.code, year]
                yield line(plan, measure, indicator.name, figure, target_text(indicator, year))
        for source, figure in measured[measure.code]:
            yield line(plan, measure, source.name, figure, "")


def line(plan: Plan, measure: Measure, name: str, figure: Figure, target: str) -> dict[str, Any]:
    """One figure."""
    return {
        "plan": plan.name, "fiscal_year": figure.year, "code": measure.code, "measure": measure.name, "indicator": name,
        "unit": figure.unit, "target": target, **said(figure),
    }  # fmt: skip


def said(figure: Figure) -> dict[str, str]:
    """What open data say of a figure; what is not measured has no number, and nobody's name is in the source."""
    return {
        "value": value_text(figure),
        "source": figure.origin.value,
        "day": figure.day.isoformat() if figure.day else "",
        "where": figure.where,
    }


def value_text(figure: Figure) -> str:
    """A figure without its unit: 20000, 10未満, 未計測."""
    if figure.below:
        return f"{figure.below}未満"
    return plain(figure.value) if figure.value is not None else Origin.NONE.label


def target_text(indicator: Indicator, year: int) -> str:
    """The target of a year, as the plan has it; "" for none."""
    target = next((each for each in indicator.targets.all() if each.fiscal_year == year), None)
    if target is None:
        return ""
    return target.words or (plain(target.value) if target.value is not None else "")
