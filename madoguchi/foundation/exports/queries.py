"""Reads of exports: one's own, those that wait, and how much leaves the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record

from .marking import LIKELY, SURE, beyond_chance, likeness
from .models import ExportRequest, State
from .offers import export_named
from .rights import APPROVE, SEE_ALL
from .writing import mark_of

LEFT = (State.READY, State.GONE)
MONTHS = 12


def requests_of(actor: Actor) -> QuerySet[ExportRequest]:
    """Exports that the actor asked for, the latest first."""
    return ExportRequest.objects.filter(asked_by=actor.user_id or 0).order_by("-pk")


def requests_seen(actor: Actor) -> QuerySet[ExportRequest]:
    """Exports that the actor may read about: one's own; all for who decides and for the audit."""
    if actor.may(APPROVE) or actor.may(SEE_ALL):
        return ExportRequest.objects.order_by("-pk")
    return requests_of(actor)


def overdue(actor: Actor) -> QuerySet[ExportRequest]:
    """The actor's copies that should have been erased by now."""
    late = Q(downloads__gt=0, erased_at__isnull=True, delete_by__lt=timezone.localdate())
    return requests_of(actor).filter(late)


@dataclass(frozen=True)
class Row:
    """What one division took in one month: files, persons in them, takings, copies not reported as erased in time."""

    month: date
    division: str
    files: int
    persons: int
    downloads: int
    overdue: int


def figures(actor: Actor) -> list[Row]:
    """What left the house in the last twelve months, by month and division, the latest first. Raises Forbidden."""
    if not actor.may(APPROVE):
        require(actor, SEE_ALL)
    since = months_back(timezone.localdate())
    late = Q(downloads__gt=0, erased_at__isnull=True, delete_by__lt=timezone.localdate())
    rows = (
        ExportRequest.objects.filter(state__in=LEFT, asked_on__gte=since)
        .annotate(month=TruncMonth("asked_on"))
        .values("month", "division")
        .annotate(files=Count("pk"), persons=Sum("persons_written"), times=Sum("downloads"), late=Count("pk", late))
        .order_by("-month", "division")
    )
    return [
        Row(row["month"], row["division"], row["files"], row["persons"] or 0, row["times"] or 0, row["late"])
        for row in rows
    ]


def months_back(today: date) -> date:
    """The first day of the month eleven months ago."""
    month = today.year * 12 + today.month - MONTHS
    return date(month // 12, month % 12 + 1, 1)


def by_month(rows: Iterable[Row], today: date) -> dict[date, int]:
    """Persons taken in each of the last twelve months, also the empty ones, the earliest first."""
    sums: dict[date, int] = defaultdict(int)
    for row in rows:
        sums[row.month] += row.persons
    first = months_back(today)
    months = [first.year * 12 + first.month - 1 + at for at in range(MONTHS)]
    return {day: sums[day] for day in (date(month // 12, month % 12 + 1, 1) for month in months)}


@dataclass(frozen=True)
class Trace:
    """How well a found file fits one export; ``likeness`` 1.0 for its own copy, about 0.5 for others'."""

    request: ExportRequest
    likeness: float
    lines: int

    @property
    def verdict(self) -> str:
        """``sure``, ``likely``, or ``no``: as another's copy may look by chance."""
        far = beyond_chance(self.likeness, self.lines)
        return "sure" if far >= SURE else "likely" if far >= LIKELY else "no"


def trace(actor: Actor, *, export: str, path: Path) -> list[Trace]:
    """Whose copy a found file may be, the likeliest first, by the order of its lines. The audit keeps the asking.

    Raises Forbidden, and Refused for a file that is none of this kind.
    """
    require(actor, SEE_ALL)
    moved = list(export_named(export).moved(path))
    record(actor, action="exports.trace", subject=f"export-kind:{export}", detail={"lines": len(moved)})
    taken = ExportRequest.objects.filter(export=export, rows_written__isnull=False)
    found = [Trace(request, likeness(mark_of(request), moved), len(moved)) for request in taken]
    return sorted(found, key=lambda each: (-each.likeness, each.request.pk))
