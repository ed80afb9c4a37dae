"""An indicator's year as a chart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.registry.indicators import Measure
from madoguchi.foundation.web.charts import Chart, Column, columns
from madoguchi.foundation.web.progress_charts import ProgressChart, Step, progress_chart

from .queries import YearValue
from .rules import Month
from .words import figure


def label(month: Month) -> str:
    """Its name on the axis."""
    return f"{month.first.month}月"


def way(
    found: YearValue,
    target: Decimal | None = None,
    *,
    alternative: str = "",
    named: Callable[[Month], str] = label,
) -> ProgressChart:
    """The year so far, month by month, with what is expected of its end and the target, where there is one.

    ``alternative`` and ``named`` for pages in another language: the drawing in words, and a month's name.
    """
    steps = [Step(named(month), shown(month, found.indicator.measure)) for month in found.months]
    if steps and found.forecast and steps[-1].value is None:
        steps[-1] = Step(steps[-1].label, found.forecast.value, expected=True)
    return progress_chart(steps, target=target, alternative=alternative or in_words(found, target))


def in_words(found: YearValue, target: Decimal | None) -> str:
    """What the drawing shows."""
    indicator = found.indicator
    words = [f"{fiscal_year_name(found.year)}の{indicator.name}。今のところ{figure(indicator, found.value)}"]
    words += [f"年度末の見込み{figure(indicator, found.forecast.value)}"] if found.forecast else []
    words += [f"目標{figure(indicator, target)}"] if target is not None else []
    return "、".join(words)


def shown(month: Month, measure: Measure) -> Decimal | None:
    """What a bar shows: a sum on its way up, a stock at the month's end, a mean of the month alone."""
    return month.value if measure == Measure.MEAN else month.so_far


def by_month(found: YearValue) -> Chart:
    """Each month by itself."""
    points = [Column(label(month), (round(month.value or 0),)) for month in found.months]
    name = found.indicator.name
    return columns(
        [name], points, alternative=f"{fiscal_year_name(found.year)}の月ごとの{name}（{found.indicator.unit}）"
    )
