"""The figures of the yearly report, as everyone may have them on the day on which it is put to decision.

A measure's ``figures``: ``[{"name", "unit", "own", "years": [{"year", "year_name", "target", "value", "origin", "day",
"where"}], "chart"}]``: its own indicators first, then (``own`` False) what shows its course. ``value`` is words with a
unit; ``origin`` is ``measured``, ``typed`` or ``none``, "" for a step, which has no number. ``chart`` is a drawing of
``foundation/web/progress_charts.py`` as data, None where the years do not allow one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from madoguchi.engines.indicators.api import YearSum, sums_of, year_values
from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.web.progress_charts import ProgressChart, Step, progress_chart

from ..figures.courses import course, target_of
from ..figures.measuring import codes_about, followed, mapped
from ..figures.queries import figure_of_sum, least_published, public_figures
from ..figures.rules import Figure, published
from ..models import Indicator, Measure, Plan
from ..templatetags.plan import target_of as target_words

Line = dict[str, Any]


class YearlyFigures:
    """The figures of a plan's measures up to a fiscal year; seven queries for any number."""

    def __init__(self, plan: Plan, measures: Collection[Measure], year: int) -> None:
        self.plan, self.year, self.least = plan, year, least_published()
        self.years = list(range(plan.first_year, year + 1))
        self.own = public_figures(plan, measures, self.years)
        codes = {code for measure in measures for code in codes_about(plan, measure)}
        self.sums = sums_of(codes, self.years)
        self.values = year_values(year, codes) if codes else {}

    def of(self, measure: Measure) -> list[Line]:
        """See the head of this file."""
        own = [self.indicator_line(measure, each) for each in measure.indicators.all()]
        codes = [code for code in followed(self.plan, measure) if code in self.values]
        return [*own, *(self.course_line(code) for code in codes)]

    def indicator_line(self, measure: Measure, indicator: Indicator) -> Line:
        """One of the plan's own indicators."""
        figures = [self.own.get((measure.pk, indicator.code, year)) for year in self.years]
        years = [
            year_data(year, target_words(indicator, year), figure)
            for year, figure in zip(self.years, figures, strict=True)
        ]
        code = next((code for each, code in mapped(self.plan, measure) if each.pk == indicator.pk), "")
        chart = self.by_month(code, indicator) or by_year(indicator, self.year, figures)
        return line(indicator.name, indicator.unit, years, chart, own=True)

    def course_line(self, code: str) -> Line:
        """One of the house's indicators that shows the course of a measure."""
        found = self.values[code].indicator
        years = [year_data(year, "", self.public(self.sums[code, year])) for year in self.years]
        return line(found.name, found.unit, years, self.by_month(code), own=False)

    def public(self, found: YearSum) -> Figure:
        """A measured year as everyone may have it."""
        return published(figure_of_sum(found), self.least)

    def by_month(self, code: str, indicator: Indicator | None = None) -> ProgressChart | None:
        """The way of the year as the screens draw it, but without what is expected; None where nothing counted."""
        if code not in self.values:
            return None
        figure = self.public(self.sums[code, self.year])
        found = replace(self.values[code], forecast=None)
        return course(found, (figure,), target_of(indicator, self.year), self.least).chart


def year_data(year: int, target: str, figure: Figure | None) -> dict[str, Any]:
    """A figure of one year; None for a step."""
    return {
        "year": year,
        "year_name": fiscal_year_name(year),
        "target": target,
        "value": figure.text if figure else "",
        "origin": figure.origin.value if figure else "",
        "day": figure.day.isoformat() if figure and figure.day else "",
        "where": figure.where if figure else "",
    }


def line(name: str, unit: str, years: list[dict[str, Any]], chart: ProgressChart | None, *, own: bool) -> Line:
    """One figure with its years."""
    return {"name": name, "unit": unit, "own": own, "years": years, "chart": asdict(chart) if chart else None}


def by_year(indicator: Indicator, year: int, figures: list[Figure | None]) -> ProgressChart | None:
    """The years beside each other, where two of them have a number that is public."""
    shown = [figure for figure in figures if figure]
    if sum(each.value is not None for each in shown) < 2:
        return None
    steps = [Step(fiscal_year_name(each.year), each.value) for each in shown]
    words = [f"{fiscal_year_name(each.year)} {each.text}" for each in shown]
    target = target_of(indicator, year)
    words += [f"目標 {target_words(indicator, year)}"] if target is not None else []
    return progress_chart(steps, target=target, alternative=f"{indicator.name}。{'、'.join(words)}", spread=True)
