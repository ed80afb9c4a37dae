"""Work for the dashboard: sheets of the survey, and measures of one's own division of which nobody has said yet what
became of them in a year without a survey."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import fiscal_year, format_wareki
from madoguchi.foundation.registry import Work

from .models import Plan, Planned, Reported
from .queries.owning import codes_of
from .rules import reportable
from .survey.queries import owed as sheets_owed
from .system import REPORT


def work(actor: Actor) -> Iterator[Work]:
    """One line for each published plan in which the actor's division owes reports."""
    if not actor.may(REPORT):
        return
    yield from sheets(actor)
    codes, now = codes_of(actor), fiscal_year(timezone.localdate())
    for plan in Plan.objects.filter(state=Plan.State.PUBLISHED).prefetch_related("surveys"):
        asked = {survey.fiscal_year for survey in plan.surveys.all()}
        years = [year for year in reportable(plan.first_year, plan.last_year, now, plan.by_year) if year not in asked]
        if count := owed(plan, codes, years):
            yield Work(label="実施状況の記入", count=count, url=reverse("plan:plan", args=[plan.code]), note=plan.name)


def sheets(actor: Actor) -> Iterator[Work]:
    """One line for each survey in which sheets lie with the actor's division."""
    for survey, count in sheets_owed(actor):
        late = survey.deadline < timezone.localdate()
        until = f"期限 {format_wareki(survey.deadline, 'short')}{'（過ぎています）' if late else ''}"
        url = reverse("plan:survey", args=[survey.plan.code, survey.fiscal_year])
        yield Work(label="年度調査の回答", count=count, url=url, note=f"{survey.plan.name}　{until}")


def owed(plan: Plan, codes: frozenset[str], years: list[int]) -> int:
    """How many reports the divisions with these codes owe of a plan."""
    said = Reported.objects.filter(measure=OuterRef("measure"), fiscal_year=OuterRef("fiscal_year"))
    mine = Planned.objects.filter(
        measure__section__goal__plan=plan, measure__owners__division_code__in=codes, fiscal_year__in=years
    )
    return mine.exclude(Exists(said)).distinct().count()
