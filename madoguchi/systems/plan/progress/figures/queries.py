"""Figures of a plan's indicators by fiscal year: a fixed number of queries, and no row that is counted is touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from django.utils import timezone

from madoguchi.engines.indicators.api import YearSum, sums_of
from madoguchi.foundation.parameters import load

from ..models import Indicator, Measure, Plan, TypedValue
from .measuring import measured_in
from .rules import Figure, Origin, counting, published

LEAST = Path(__file__).parents[1] / "parameters/least_published.yaml"
Key = tuple[int, str, int]
"""Id of the measure, code of the indicator, fiscal year."""
Figures = Mapping[Key, Figure]


def figures_of(plan: Plan, measures: Collection[Measure], years: Collection[int]) -> Figures:
    """The figure of each indicator that has a unit, in each of these years: a query for the typed ones, and two where
    the town measures any. The indicators must have been read with their measures."""
    typed = latest_typed(measures)
    measured = measured_in(plan.code)
    asked = {measured[each.code] for measure in measures for each in measure.indicators.all() if each.code in measured}
    sums = sums_of(asked, years)
    return {
        (measure.pk, each.code, year): counting(
            measured_figure(each, year, sums.get((measured.get(each.code, ""), year))),
            typed_figure(each, typed.get((measure.pk, each.code, year))),
            unit=each.unit,
            year=year,
        )
        for measure in measures
        for each in measure.indicators.all()
        if each.unit
        for year in years
    }


def public_figures(plan: Plan, measures: Collection[Measure], years: Collection[int]) -> Figures:
    """The same as everyone may have them."""
    least = least_published()
    return {key: published(figure, least) for key, figure in figures_of(plan, measures, years).items()}


def least_published() -> int:
    """Below how many cases a figure is not public today."""
    return int(load(LEAST).at(timezone.localdate()))


def latest_typed(measures: Iterable[Measure]) -> Mapping[Key, TypedValue]:
    """The value that counts of each indicator and year: one query."""
    found = TypedValue.objects.filter(measure__in=[measure.pk for measure in measures])
    keys = ("measure_id", "indicator", "fiscal_year")
    last = found.order_by(*keys, "-revision").distinct(*keys)
    return {(row.measure_id, row.indicator, row.fiscal_year): row for row in last}


def measured_figure(indicator: Indicator, year: int, found: YearSum | None) -> Figure | None:
    """What a system measured of an indicator of the plan; None where their units differ, for then it is another."""
    if found is None or found.value is None or found.indicator.unit != indicator.unit:
        return None
    return figure_of_sum(found)


def figure_of_sum(found: YearSum) -> Figure:
    """A measured year as a figure."""
    origin = Origin.NONE if found.value is None else Origin.MEASURED
    return Figure(
        unit=found.indicator.unit, year=found.year, origin=origin, value=found.value, day=found.until,
        where=found.source, cases=found.cases,
    )  # fmt: skip


def typed_figure(indicator: Indicator, row: TypedValue | None) -> Figure | None:
    """What was typed in of an indicator."""
    if row is None:
        return None
    return Figure(
        unit=indicator.unit, year=row.fiscal_year, origin=Origin.TYPED, value=row.value, day=row.as_of,
        where=row.origin, typed_id=row.pk, revision=row.revision,
    )  # fmt: skip


def typed_history(measure: Measure) -> list[TypedValue]:
    """Everything that was typed in of a measure's indicators, the latest first."""
    return list(TypedValue.objects.filter(measure=measure).select_related("replaces").order_by("-pk"))


def value_named(plan: Plan, number: int) -> TypedValue:
    """One typed value of a plan. Raises TypedValue.DoesNotExist."""
    return TypedValue.objects.select_related("measure").get(pk=number, measure__section__goal__plan=plan)
