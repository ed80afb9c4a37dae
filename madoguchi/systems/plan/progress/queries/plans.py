"""Plans and their measures, as the pages show them: a fixed number of queries for any number of measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from madoguchi.foundation.calendar import fiscal_year

from ..models import Goal, Indicator, Loading, Measure, Owner, Plan, Reported, Section
from ..rules import Result, Stage, departs, year_shown
from .reported import latest_reported

PUBLIC = (Plan.State.PUBLISHED, Plan.State.CLOSED)


@dataclass(frozen=True)
class Row:
    """A measure in one fiscal year: what was planned, and the last word on what became of it."""

    measure: Measure
    year: int
    planned: Stage
    report: Reported | None

    @property
    def result(self) -> Result:
        """What became of it; None where nobody has said yet."""
        return Stage(self.report.stage) if self.report else None

    @property
    def reason(self) -> str:
        """Why it is so."""
        return self.report.reason if self.report else ""

    @property
    def departed(self) -> bool:
        """Whether it departed from its plan."""
        return departs(self.planned, self.result)

    @property
    def owners(self) -> list[Owner]:
        """The divisions that answer for it."""
        return list(self.measure.owners.all())

    @property
    def indicators(self) -> list[Indicator]:
        """Its indicators, with their targets."""
        return list(self.measure.indicators.all())


@dataclass(frozen=True)
class SectionRows:
    """A section with its measures."""

    section: Section
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class GoalRows:
    """A goal with its sections."""

    goal: Goal
    sections: tuple[SectionRows, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every measure of the goal."""
        return tuple(row for part in self.sections for row in part.rows)


@dataclass(frozen=True)
class PlanYear:
    """A plan as it stands in one fiscal year."""

    plan: Plan
    year: int
    goals: tuple[GoalRows, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every measure of the plan, in the order of its file."""
        return tuple(row for goal in self.goals for row in goal.rows)


def plans(*, public: bool = False) -> QuerySet[Plan]:
    """All plans, or those that everyone may see; the latest first."""
    return Plan.objects.filter(state__in=PUBLIC) if public else Plan.objects.all()


def plan_named(code: str, *, public: bool = False) -> Plan:
    """One plan. Raises Plan.DoesNotExist."""
    return plans(public=public).get(code=code)


def years_of(plan: Plan) -> list[int]:
    """The fiscal years of which the plan says something."""
    return list(range(plan.first_year if plan.by_year else plan.last_year, plan.last_year + 1))


def chosen_year(plan: Plan, asked: str = "") -> int:
    """The year that was asked for where the plan has it, else this year or the nearest."""
    years = years_of(plan)
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    return year_shown(years[0], years[-1], fiscal_year(timezone.localdate()))


def plan_year(plan: Plan, year: int) -> PlanYear:
    """A plan with all its measures in one year: six queries."""
    measures = list(measures_of(plan))
    reports = latest_reported(measures)
    rows = [row_of(measure, year, reports.get((measure.pk, year))) for measure in measures]
    goals = tuple(
        GoalRows(goal, tuple(sections_of(list(mine))))
        for goal, mine in groupby(rows, lambda row: row.measure.section.goal)
    )
    return PlanYear(plan, year, goals)


def sections_of(rows: Iterable[Row]) -> Iterable[SectionRows]:
    """The sections of a goal."""
    return [SectionRows(section, tuple(mine)) for section, mine in groupby(rows, lambda row: row.measure.section)]


def measures_of(plan: Plan) -> QuerySet[Measure]:
    """The measures of a plan with everything that hangs on them."""
    indicators = Prefetch("indicators", Indicator.objects.prefetch_related("targets"))
    found = Measure.objects.filter(section__goal__plan=plan).select_related("section__goal__plan")
    return found.prefetch_related("owners", "planned", indicators).order_by(
        "section__goal__number", "section__number", "order"
    )


def row_of(measure: Measure, year: int, report: Reported | None) -> Row:
    """A measure in a year; everything that hangs on it must have been read with it."""
    planned = next(each for each in measure.planned.all() if each.fiscal_year == year)
    return Row(measure, year, Stage(planned.stage), report)


def measure_named(plan: Plan, code: str) -> Measure:
    """One measure with everything that hangs on it. Raises Measure.DoesNotExist."""
    return measures_of(plan).get(code=code)


def measure_years(measure: Measure) -> list[Row]:
    """A measure in each year of its plan."""
    reports = latest_reported([measure])
    return [
        row_of(measure, each.fiscal_year, reports.get((measure.pk, each.fiscal_year))) for each in measure.planned.all()
    ]


def history_of(measure: Measure) -> list[Reported]:
    """Everything that was ever reported of a measure, the latest first."""
    return list(Reported.objects.filter(measure=measure).order_by("-written_at", "-revision"))


def loadings_of(plan: Plan) -> list[Loading]:
    """The files that were written, the latest first."""
    return list(plan.loadings.all())
