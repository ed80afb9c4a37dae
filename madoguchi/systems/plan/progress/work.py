"""Work for the dashboard: measures of one's own division of which nobody has said yet what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import fiscal_year
from madoguchi.foundation.registry import Work

from .models import Plan, Planned, Reported
from .queries.owning import codes_of
from .rules import reportable
from .system import REPORT


def work(actor: Actor) -> Iterator[Work]:
    """One line for each published plan in which the actor's division owes reports."""
    if not actor.may(REPORT):
        return
    codes, now = codes_of(actor), fiscal_year(timezone.localdate())
    for plan in Plan.objects.filter(state=Plan.State.PUBLISHED):
        years = reportable(plan.first_year, plan.last_year, now, plan.by_year)
        if count := owed(plan, codes, years):
            yield Work(label="実施状況の記入", count=count, url=reverse("plan:plan", args=[plan.code]), note=plan.name)


def owed(plan: Plan, codes: frozenset[str], years: list[int]) -> int:
    """How many reports the divisions with these codes owe of a plan."""
    said = Reported.objects.filter(measure=OuterRef("measure"), fiscal_year=OuterRef("fiscal_year"))
    mine = Planned.objects.filter(
        measure__section__goal__plan=plan, measure__owners__division_code__in=codes, fiscal_year__in=years
    )
    return mine.exclude(Exists(said)).distinct().count()
