"""The door of the indicators."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, indicators

from .actions.counting import count_anew
from .permissions import COUNT, VIEW
from .queries import Part, YearValue, everything, measured_for, one, parts_of, year_values, years_counted
from .rules import Day, Forecast, Month, forecast, months_of, value_of
from .words import figure

__all__ = [
    "COUNT",
    "VIEW",
    "Day",
    "Forecast",
    "Indicator",
    "Measure",
    "Month",
    "Part",
    "YearValue",
    "count_anew",
    "everything",
    "figure",
    "forecast",
    "indicators",
    "measured_for",
    "months_of",
    "one",
    "parts_of",
    "value_of",
    "year_values",
    "years_counted",
]
