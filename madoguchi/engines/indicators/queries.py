"""Reads of what was counted. None of them touches the rows that are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.calendar import DateSpan, fiscal_year, fiscal_year_span
from madoguchi.foundation.registry.indicators import Indicator, Measure, indicators, sources

from .models import Counting, DayValue, MonthValue
from .permissions import VIEW
from .rules import Day, Forecast, Month, days_needed, forecast, months_of, value_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearValue:
    """An indicator in a fiscal year, as it was last counted.

    ``value`` None: not counted yet (未計測), or nothing to divide by. ``before``: the whole year before.
    """

    indicator: Indicator
    source: str
    year: int
    value: Decimal | None
    before: Decimal | None
    months: tuple[Month, ...]
    forecast: Forecast | None
    counted_at: datetime | None


def year_values(year: int, codes: Collection[str] = ()) -> dict[str, YearValue]:
    """Indicators (all where none are named) in a fiscal year, in three queries at most; unknown codes are left out.

    Figures show nobody, so no one is asked who reads them; the public page of the plan does.
    """
    chosen = {code: each for code, each in indicators().items() if not codes or code in codes}
    counted = {row.indicator: row for row in Counting.objects.filter(indicator__in=chosen)}
    needed = {code: days_needed(chosen[code].measure, year, row.until) for code, row in counted.items()}
    days = amounts_of(chosen, year, {code: span for code, span in needed.items() if span})
    return {code: year_value(each, year, days[code], counted.get(code)) for code, each in chosen.items()}


def amounts_of(codes: Collection[str], year: int, by_day: Mapping[str, DateSpan]) -> Mapping[str, list[Day]]:
    """Code → its months of a fiscal year and the one before, all parts together; some of them (``by_day``, whole
    months) day by day."""
    first, last = fiscal_year_span(year - 1).first, fiscal_year_span(year).last
    months = MonthValue.objects.filter(indicator__in=codes, month__gte=first, month__lte=last)
    found: dict[str, list[Day]] = defaultdict(list)
    for code, day, amount, base in together(months, "month"):
        if code not in by_day or day not in by_day[code]:
            found[code].append(Day(day, amount, base))
    if by_day:
        for code, day, amount, base in together(DayValue.objects.filter(any_of(by_day)), "day"):
            found[code].append(Day(day, amount, base))
    return found


def any_of(spans: Mapping[str, DateSpan]) -> Q:
    """The days of one code or another; codes of the same span stand together."""
    codes: dict[DateSpan, list[str]] = defaultdict(list)
    for code, span in spans.items():
        codes[span].append(code)
    each = (Q(indicator__in=mine, day__gte=span.first, day__lte=span.last) for span, mine in codes.items())
    return reduce(or_, each)


def together(rows: QuerySet[Any], when: str) -> QuerySet[Any]:
    """Indicator, day or month, amount and cases of rows, all parts together."""
    sums = rows.values("indicator", when).annotate(total=Sum("amount"), cases=Sum("base"))
    return sums.values_list("indicator", when, "total", "cases").order_by(when)


def year_value(indicator: Indicator, year: int, days: list[Day], counted: Counting | None) -> YearValue:
    """One indicator in one year."""
    span = fiscal_year_span(year)
    until = min(counted.until if counted else span.first, span.last + A_DAY)
    own = [each for each in days if span.first <= each.day < until]
    last_year = [each for each in days if each.day < span.first]
    begun = counted is not None and until > span.first and counted.since <= span.last
    value = value_of(indicator.measure, own)
    if value is None and begun and indicator.measure == Measure.FLOW:
        value = Decimal()
    return YearValue(
        indicator=indicator,
        source=sources()[indicator.code],
        year=year,
        value=value,
        before=value_of(indicator.measure, last_year),
        months=tuple(months_of(indicator.measure, own, year, until)) if begun else (),
        forecast=forecast(indicator.measure, own, last_year, year, until) if begun else None,
        counted_at=counted.counted_at if counted else None,
    )


@dataclass(frozen=True)
class Part:
    """One part of an indicator in a year; ``share`` is its part of a sum, None for a mean."""

    name: str
    value: Decimal | None
    share: Decimal | None


def parts_of(actor: Actor, *, code: str, year: int) -> list[Part]:
    """The parts of an indicator in a fiscal year, the greatest first; none for one that is not divided.

    Raises Forbidden; KeyError for an unknown code.
    """
    require(actor, VIEW)
    indicator, span = indicators()[code], fiscal_year_span(year)
    rows = MonthValue.objects.filter(indicator=code, month__gte=span.first, month__lte=span.last).order_by("month")
    days: dict[str, list[Day]] = defaultdict(list)
    last: date | None = None
    for part, day, amount, base in rows.values_list("part", "month", "amount", "base"):
        days[part].append(Day(day, amount, base))
        last = day
    if set(days) <= {""}:
        return []
    values = {part: value_of(indicator.measure, of_last_month(indicator, each, last)) for part, each in days.items()}
    total = sum((value for value in values.values() if value), Decimal())
    shared = indicator.measure != Measure.MEAN and total
    found = [
        Part(indicator.parts.get(part, part), value, value * 100 / total if shared and value is not None else None)
        for part, value in values.items()
    ]
    return sorted(found, key=lambda each: (-(each.value or 0), each.name))


def of_last_month(indicator: Indicator, months: list[Day], last: date | None) -> list[Day]:
    """The months of a part; of a stock the last one alone, for a part that is no longer there counts nothing."""
    return [each for each in months if each.day == last] if indicator.measure == Measure.STOCK else months


def everything(actor: Actor, year: int) -> list[YearValue]:
    """All indicators in a fiscal year, for the list. Raises Forbidden."""
    require(actor, VIEW)
    return list(year_values(year).values())


def one(actor: Actor, *, code: str, year: int) -> YearValue:
    """One indicator in a fiscal year. Raises Forbidden; KeyError for an unknown code."""
    require(actor, VIEW)
    return year_values(year, {indicators()[code].code})[code]


def years_counted() -> list[int]:
    """Fiscal years of which anything was counted, the latest first; this year at least."""
    this = fiscal_year(timezone.localdate())
    since = Counting.objects.order_by("since").values_list("since", flat=True).first()
    return list(range(this, min(fiscal_year(since) if since else this, this) - 1, -1))
