"""What the house measures of itself that shows the course of a measure, as everyone may have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from madoguchi.engines.indicators.api import (
    Forecast,
    Indicator,
    Month,
    YearValue,
    rounded,
    sums_of,
    way,
    year_values,
)
from madoguchi.engines.indicators.api import Measure as IndicatorMeasure
from madoguchi.foundation.calendar import fiscal_year
from madoguchi.foundation.web.progress_charts import ProgressChart

from ..models import Indicator as PlanIndicator
from ..models import Measure, Plan
from ..queries.plans import years_of
from .measuring import codes_about, followed, mapped
from .queries import Figures, figure_of_sum, least_published, public_figures
from .rules import Figure, Origin, few, published


@dataclass(frozen=True)
class Course:
    """One measured figure of a measure, with its years, and the way of one year as a drawing.

    ``chart`` is None where nothing was counted, and where a month stands on so few cases that it could show a person:
    then ``withheld`` is True.
    """

    indicator: Indicator
    source: str
    year: int
    figures: tuple[Figure, ...]
    now: Figure
    target: Decimal | None
    forecast: Forecast | None
    chart: ProgressChart | None
    withheld: bool

    @property
    def so_far(self) -> bool:
        """Whether a month of the drawing tells what has come together by its end, and not the month alone."""
        return self.indicator.measure != IndicatorMeasure.MEAN


def courses_of(plan: Plan, measure: Measure) -> list[Course]:
    """The measured figures of a measure in the years of its plan: four queries for any number, none where nothing
    measures it."""
    targets = {code: each for each, code in mapped(plan, measure)}
    codes = codes_about(plan, measure)
    if not codes:
        return []
    years = years_shown(plan)
    year = years[-1]
    sums = sums_of(codes, years)
    values = year_values(year, codes)
    least = least_published()
    return [
        course(
            values[code],
            tuple(published(figure_of_sum(sums[code, each]), least) for each in years),
            target_of(targets.get(code), year),
            least,
        )
        for code in codes
        if code in values
    ]


def years_shown(plan: Plan) -> list[int]:
    """The fiscal years of the plan that have begun, and no others; the first one where none has."""
    this = fiscal_year(timezone.localdate())
    return [year for year in range(plan.first_year, plan.last_year + 1) if year <= this] or [plan.first_year]


def target_of(indicator: PlanIndicator | None, year: int) -> Decimal | None:
    """The target of one of the plan's indicators in a year, where it is a number."""
    targets = indicator.targets.all() if indicator else ()
    return next((each.value for each in targets if each.fiscal_year == year), None)


def course(found: YearValue, figures: tuple[Figure, ...], target: Decimal | None, least: int) -> Course:
    """One figure as everyone may have it."""
    now = next(each for each in figures if each.year == found.year)
    withheld = bool(now.below) or any(few(month.cases, least) for month in found.months)
    drawn = found.months and not withheld
    forecast = None if withheld else found.forecast
    chart = way(found, target, alternative=in_words(found, now, target), named=month_name) if drawn else None
    return Course(found.indicator, found.source, found.year, figures, now, target, forecast, chart, withheld)


def month_name(month: Month) -> str:
    """A month on the axis, in the language of the page."""
    return date_format(month.first, "M")


def in_words(found: YearValue, now: Figure, target: Decimal | None) -> str:
    """What the drawing shows, in the language of the page."""
    indicator, unit = found.indicator, found.indicator.unit
    parts = [indicator.name]
    if now.value is not None:
        parts.append(f"{gettext('これまで')} {rounded(indicator, now.value)}{unit}")
    if found.forecast:
        parts.append(f"{gettext('年度末の見込み')} {rounded(indicator, found.forecast.value)}{unit}")
    if target is not None:
        parts.append(f"{gettext('目標')} {rounded(indicator, target)}{unit}")
    return " / ".join(parts)


def desk_figures(plan: Plan, measure: Measure) -> list[tuple[Indicator, Figure]]:
    """What the house measures of a measure, in each year of its plan, whole; for staff who may see figures."""
    sums = sums_of(codes_about(plan, measure), years_shown(plan))
    return [(each.indicator, figure_of_sum(each)) for each in sums.values()]


Lines = Mapping[str, list[tuple[Indicator, Figure]]]


def every_course(plan: Plan, measures: Collection[Measure]) -> Lines:
    """Code of a measure → the measured figures that show its course, year by year, for open data: two queries."""
    codes = {measure.code: followed(plan, measure) for measure in measures}
    sums = sums_of({code for each in codes.values() for code in each}, years_shown(plan))
    least = least_published()
    found = [(code, each.indicator, published(figure_of_sum(each), least)) for (code, _), each in sums.items()]
    return {
        measure: [(indicator, figure) for code, indicator, figure in found if code in mine]
        for measure, mine in codes.items()
    }


def own_figures(plan: Plan, measure: Measure) -> Figures:
    """The figures of a measure's own indicators in the years of its plan."""
    return public_figures(plan, [measure], years_of(plan))


def with_value(figures: Figures) -> int:
    """How many of them have one."""
    return sum(each.origin is not Origin.NONE for each in figures.values())
