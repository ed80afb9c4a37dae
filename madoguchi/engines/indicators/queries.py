"""Reads of what was counted. None of them touches the rows that are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.registry.indicators import Indicator, indicators, sources

from .models import Counting, DayValue
from .permissions import VIEW
from .rules import Day, Forecast, Month, forecast, months_of, value_of

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
    """Indicators (all where none are named) in a fiscal year, in two queries; unknown codes are left out.

    Figures show nobody, so no one is asked who reads them; the public page of the plan does.
    """
    chosen = {code: each for code, each in indicators().items() if not codes or code in codes}
    counted = {row.indicator: row for row in Counting.objects.filter(indicator__in=chosen)}
    days = days_of(chosen, fiscal_year_span(year - 1).first, fiscal_year_span(year).last)
    return {code: year_value(each, year, days[code], counted.get(code)) for code, each in chosen.items()}


def days_of(codes: Collection[str], first: date, last: date) -> Mapping[str, list[Day]]:
    """Code → its days in a period, all parts together, in one query."""
    kept = DayValue.objects.filter(indicator__in=codes, day__gte=first, day__lte=last)
    rows = kept.values("indicator", "day").annotate(total=Sum("amount"), cases=Sum("base"))
    found: dict[str, list[Day]] = defaultdict(list)
    for code, day, amount, base in rows.values_list("indicator", "day", "total", "cases").order_by("day"):
        found[code].append(Day(day, amount, base))
    return found


def year_value(indicator: Indicator, year: int, days: list[Day], counted: Counting | None) -> YearValue:
    """One indicator in one year."""
    span = fiscal_year_span(year)
    until = min(counted.until if counted else span.first, span.last + A_DAY)
    own = [each for each in days if span.first <= each.day < until]
    last_year = [each for each in days if each.day < span.first]
    begun = counted is not None and until > span.first and counted.since <= span.last
    value = value_of(indicator.measure, own)
    if value is None and begun and indicator.measure == indicator.measure.FLOW:
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
    rows = DayValue.objects.filter(indicator=code, day__gte=span.first, day__lte=span.last).order_by("day")
    days: dict[str, list[Day]] = defaultdict(list)
    last: date | None = None
    for part, day, amount, base in rows.values_list("part", "day", "amount", "base"):
        days[part].append(Day(day, amount, base))
        last = day
    if set(days) <= {""}:
        return []
    values = {part: value_of(indicator.measure, today(indicator, each, last)) for part, each in days.items()}
    total = sum((value for value in values.values() if value), Decimal())
    shared = indicator.measure != indicator.measure.MEAN and total
    found = [
        Part(indicator.parts.get(part, part), value, value * 100 / total if shared and value is not None else None)
        for part, value in values.items()
    ]
    return sorted(found, key=lambda each: (-(each.value or 0), each.name))


def today(indicator: Indicator, days: list[Day], last: date | None) -> list[Day]:
    """The days of a part; of a stock those of the last day alone, for a part that is no longer there counts nothing."""
    return [each for each in days if each.day == last] if indicator.measure == indicator.measure.STOCK else days


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
