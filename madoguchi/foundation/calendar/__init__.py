"""Dates as a Japanese city hall reads, writes and counts them: 和暦, 年度, 開庁日, ages."""

from .ages import age_on, fiscal_year_end_age, legal_age_on, reaches_age_on, school_grade
from .eras import ERAS, GREGORIAN_FROM, Era, era_by_sign, era_of
from .errors import DateError
from .fiscal import fiscal_year, fiscal_year_name, fiscal_year_span
from .office import Deadline, OfficeCalendar, holidays
from .parsing import parse_date, parse_date_span
from .spans import DateSpan, month_span
from .wareki import WarekiStyle, format_wareki, format_wareki_month, format_wareki_year, weekday_ja

__all__ = [
    "ERAS",
    "GREGORIAN_FROM",
    "DateError",
    "DateSpan",
    "Deadline",
    "Era",
    "OfficeCalendar",
    "WarekiStyle",
    "age_on",
    "era_by_sign",
    "era_of",
    "fiscal_year",
    "fiscal_year_end_age",
    "fiscal_year_name",
    "fiscal_year_span",
    "format_wareki",
    "format_wareki_month",
    "format_wareki_year",
    "holidays",
    "legal_age_on",
    "month_span",
    "parse_date",
    "parse_date_span",
    "reaches_age_on",
    "school_grade",
    "weekday_ja",
]
