"""The door of the indicators."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, indicators

from .actions.counting import count_anew
from .charting import way
from .permissions import COUNT, VIEW
from .queries import Part, YearValue, everything, one, parts_of, year_values, years_counted
from .rules import Day, Forecast, Month, forecast, months_of, value_of
from .words import figure, rounded
from .years import YearSum, sums_of

__all__ = [
    "COUNT",
    "VIEW",
    "Day",
    "Forecast",
    "Indicator",
    "Measure",
    "Month",
    "Part",
    "YearSum",
    "YearValue",
    "count_anew",
    "everything",
    "figure",
    "forecast",
    "indicators",
    "months_of",
    "one",
    "parts_of",
    "rounded",
    "sums_of",
    "value_of",
    "way",
    "year_values",
    "years_counted",
]
