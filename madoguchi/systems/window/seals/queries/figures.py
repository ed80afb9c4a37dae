"""Figures of the register: for the town's statistics, and for indicators later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name, fiscal_year_span

from ..models import EndReason, SealAct, SealApplication, SealRegistration, SealStanding
from ..system import USE

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


@dataclass(frozen=True)
class Month:
    """One month of a fiscal year."""

    month: int
    registered: int
    ended: int


@dataclass(frozen=True)
class Figures:
    """A fiscal year: what was registered and ended in each month and why, and what is in force today."""

    year: int
    name: str
    months: tuple[Month, ...]
    reasons: tuple[tuple[str, int], ...]
    routes: tuple[tuple[str, int], ...]
    in_force: int
    lost_cards: int

    @property
    def registered(self) -> int:
        """In the whole year."""
        return sum(month.registered for month in self.months)

    @property
    def ended(self) -> int:
        """In the whole year."""
        return sum(month.ended for month in self.months)


def figures_of(actor: Actor, year: int) -> Figures:
    """The figures of a fiscal year. An ending that was taken back, or lies ahead, does not count. Raises Forbidden."""
    require(actor, USE)
    today, span = timezone.localdate(), fiscal_year_span(year)
    days = (span.first, min(span.last, today))
    began = SealRegistration.objects.filter(registered_on__range=days)
    ended = SealAct.objects.filter(kind=SealAct.Kind.END, cancelled_by__isnull=True, event_on__range=days)
    came, went = by_month(began, "registered_on"), by_month(ended, "event_on")
    reasons = dict(ended.values_list("reason").annotate(count=Count("pk")).order_by("-count"))
    routes = began.values_list("application__route").annotate(count=Count("pk")).order_by("-count")
    words = dict(SealApplication._meta.get_field("route").flatchoices)
    standing = SealStanding.versions.as_of(today)
    return Figures(
        year=year,
        name=fiscal_year_name(year),
        months=tuple(Month(month, came[month], went[month]) for month in MONTHS if is_begun(year, month, today)),
        reasons=tuple((str(EndReason(reason).label), count) for reason, count in reasons.items()),
        routes=tuple((words.get(route, "移行した登録"), count) for route, count in routes),
        in_force=standing.count(),
        lost_cards=standing.filter(card_state="lost").count(),
    )


def by_month(rows: object, field: str) -> Counter[int]:
    """How many rows fall into each month."""
    counted = rows.annotate(month=ExtractMonth(field)).values_list("month").annotate(count=Count("pk"))  # type: ignore[attr-defined]
    return Counter(dict(counted.order_by()))


def is_begun(year: int, month: int, today: date) -> bool:
    """Whether a month of a fiscal year has begun."""
    return date(year if month >= 4 else year + 1, month, 1) <= today


def years_with_figures() -> list[int]:
    """Fiscal years since the first registration, the latest first; ten at most."""
    this = fiscal_year(timezone.localdate())
    first = SealRegistration.objects.order_by("registered_on").values_list("registered_on", flat=True).first()
    begin = fiscal_year(first) if first else this
    return list(range(this, max(begin, this - 9) - 1, -1))
