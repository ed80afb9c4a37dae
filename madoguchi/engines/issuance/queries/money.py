"""Reads of the fee ledger: sums, never names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from madoguchi.foundation.access import Actor, require

from ..models import Closing, Drawer, FeeLine, LineKind
from ..permissions import CLOSE

SIZE = 40


@dataclass(frozen=True)
class Total:
    """How many and how much."""

    name: str
    count: int
    yen: int


@dataclass(frozen=True)
class Balance:
    """What a drawer has taken in and given back, by kind of paper, and what must lie in it."""

    drawer: Drawer
    by_kind: tuple[Total, ...]
    charges: Total
    free: int
    refunds: Total
    expected: int
    closing: Closing | None

    @property
    def papers(self) -> int:
        """How many papers were handed out."""
        return sum(each.count for each in self.by_kind)


def drawers(actor: Actor, *, before: int | None = None) -> list[Drawer]:
    """Drawers, the latest first. Raises Forbidden."""
    require(actor, CLOSE)
    found = Drawer.objects.select_related("closing").order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:SIZE])


def drawer_for(actor: Actor, pk: int) -> Drawer:
    """One drawer. Raises Drawer.DoesNotExist, Forbidden."""
    require(actor, CLOSE)
    return Drawer.objects.select_related("closing").get(pk=pk)


def balance(drawer: Drawer) -> Balance:
    """The sums of a drawer; ``expected`` is the balance of its last line."""
    lines = FeeLine.objects.filter(drawer=drawer)
    last = lines.order_by("-position").first()
    return Balance(
        drawer=drawer,
        by_kind=tuple(by_kind(lines)),
        charges=summed("収入", lines.filter(kind=LineKind.CHARGE, amount__gt=0)),
        free=lines.filter(kind=LineKind.CHARGE, amount=0).count(),
        refunds=summed("返金", lines.filter(kind=LineKind.REFUND)),
        expected=last.balance if last else 0,
        closing=getattr(drawer, "closing", None),
    )


def by_kind(lines: QuerySet[FeeLine]) -> Sequence[Total]:
    """Charges by the name of the paper."""
    rows = (
        lines.filter(kind=LineKind.CHARGE)
        .values("request__name")
        .annotate(count=Count("pk"), yen=Sum("amount"))
        .order_by("request__name")
    )
    return [Total(row["request__name"], row["count"], row["yen"]) for row in rows]


def summed(name: str, lines: QuerySet[FeeLine]) -> Total:
    """How many lines, and their sum."""
    row = lines.aggregate(count=Count("pk"), yen=Sum("amount"))
    return Total(name, row["count"], row["yen"] or 0)


def lines_of(drawer: Drawer) -> list[FeeLine]:
    """Its lines in order, with the serials of their papers; the opening line says nothing and is left out."""
    found = FeeLine.objects.filter(drawer=drawer).exclude(Q(kind=LineKind.OPENING))
    return list(found.select_related("request").defer("request__snapshot", "request__sealed").order_by("position"))
