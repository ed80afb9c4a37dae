"""Days, months and years of figures, and what a year will come to. Pure: no database, no clock."""

from .forecasting import Forecast, days_needed, forecast
from .summing import Day, Month, months_of, value_of

__all__ = ["Day", "Forecast", "Month", "days_needed", "forecast", "months_of", "value_of"]
