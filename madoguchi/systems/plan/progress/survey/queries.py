"""Surveys and sheets as the screens show them: a fixed number of queries for any number of sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from madoguchi.engines.approvals.api import Act, Draft, State
from madoguchi.foundation.access import Actor

from ..models import Measure, Plan, Reported, Sheet, Survey
from ..queries.owning import codes_of
from ..queries.reported import latest_of
from ..system import MANAGE, REPORT
from .rules import RETURNED, Standing, Tally, standing, tally

KIND_YEARLY = "plan.yearly"
"""The kind of draft by which a yearly report is put to decision."""


def moving_report(survey: Survey) -> Draft | None:
    """The yearly report of the survey that is on its way to decision; None where there is none."""
    return Draft.objects.filter(kind=KIND_YEARLY, reference__startswith=f"{survey.pk}-", state=State.MOVING).first()


def survey_of(plan: Plan, year: int) -> Survey:
    """The survey of a plan for a year. Raises Survey.DoesNotExist."""
    return Survey.objects.select_related("plan", "published").get(plan=plan, fiscal_year=year)


def surveys_of(plan: Plan) -> list[Survey]:
    """The surveys of a plan, the latest first."""
    return list(Survey.objects.filter(plan=plan).select_related("plan", "published"))


def sheets_in(survey: Survey) -> list[Sheet]:
    """Every sheet of a survey, in the order of the plan; one query."""
    return list(Sheet.objects.filter(survey=survey).select_related("measure", "draft"))


def sheet_named(plan: Plan, sheet_id: int) -> Sheet:
    """One sheet of a plan. Raises Sheet.DoesNotExist."""
    found = Sheet.objects.select_related("survey__plan", "survey__published", "measure__section__goal", "draft")
    return found.get(pk=sheet_id, survey__plan=plan)


def standing_of(sheet: Sheet) -> Standing:
    """Where a sheet stands; its draft must have been read with it."""
    return standing(
        approved=sheet.approved_at is not None,
        draft=sheet.draft.state if sheet.draft else "",
        revision=sheet.revision,
    )


def answers_sheet(actor: Actor, sheet: Sheet, codes: frozenset[str] | None = None) -> bool:
    """Whether the actor may answer: the division's own staff, whose head then decides; of a division that the town no
    longer has, whoever manages plans. ``codes`` are the actor's, where they are known already."""
    if not sheet.division_code:
        return actor.may(MANAGE)
    return actor.may(REPORT) and sheet.division_code in (codes_of(actor) if codes is None else codes)


@dataclass(frozen=True)
class Line:
    """A sheet in a list."""

    sheet: Sheet
    standing: Standing
    mine: bool


@dataclass(frozen=True)
class DivisionLines:
    """The sheets of one division."""

    name: str
    lines: tuple[Line, ...]
    tally: Tally


@dataclass(frozen=True)
class Overview:
    """A survey with its sheets by division, and those that the actor's division answers."""

    survey: Survey
    divisions: tuple[DivisionLines, ...]
    mine: tuple[Line, ...]
    tally: Tally

    @property
    def late(self) -> tuple[DivisionLines, ...]:
        """The divisions that are late."""
        return tuple(each for each in self.divisions if each.tally.late)


def overview(actor: Actor, survey: Survey) -> Overview:
    """How many of how many are in, by division; three queries."""
    codes, today = codes_of(actor), timezone.localdate()
    lines = [Line(each, standing_of(each), answers_sheet(actor, each, codes)) for each in sheets_in(survey)]
    return Overview(
        survey, tuple(by_division(lines, survey.deadline, today)), tuple(line for line in lines if line.mine),
        tally((line.standing for line in lines), deadline=survey.deadline, today=today),
    )  # fmt: skip


def by_division(lines: Iterable[Line], deadline: date, today: date) -> Iterable[DivisionLines]:
    """The sheets by division: in the order of their codes, those that are only words last."""
    ordered = sorted(lines, key=lambda line: place_of(line.sheet))
    for name, mine in groupby(ordered, lambda line: line.sheet.division):
        found = tuple(mine)
        yield DivisionLines(name, found, tally((line.standing for line in found), deadline=deadline, today=today))


def sheets_about(actor: Actor, measure: Measure) -> list[Sheet]:
    """The sheets of a measure, year by year: of each year that of the actor's division where it has one, else the
    leading one's; two queries."""
    codes = codes_of(actor)
    found = Sheet.objects.filter(measure=measure).select_related("survey").order_by("order")
    best: dict[int, Sheet] = {}
    for sheet in found:
        before = best.get(sheet.survey_id)
        if before is None or (answers_sheet(actor, sheet, codes), sheet.leads) > (
            answers_sheet(actor, before, codes),
            before.leads,
        ):
            best[sheet.survey_id] = sheet
    return list(best.values())


def place_of(sheet: Sheet) -> tuple[bool, str, str]:
    """Where a division stands among the others."""
    return not sheet.division_code, sheet.division_code, sheet.division


@dataclass(frozen=True)
class Back:
    """Why a sheet came back, and from whom."""

    who: str
    words: str


def came_back(sheet: Sheet) -> Back | None:
    """The head's words, where the answer was sent back; None where it was not."""
    if standing_of(sheet) is not RETURNED:
        return None
    kinds = [Act.Kind.RETURN, Act.Kind.REFUSE]
    last = Act.objects.filter(draft=sheet.draft, kind__in=kinds).order_by("-pk").first()
    return Back(last.who, last.comment) if last else None


def status_now(sheet: Sheet) -> Reported | None:
    """The measure's status of the year as it is written now."""
    return latest_of(sheet.measure, sheet.survey.fiscal_year)


def neighbours(sheet: Sheet, actor: Actor) -> Sheet | None:
    """The next open sheet of the survey that the actor answers, after this one; None where it was the last."""
    found = overview(actor, sheet.survey).mine
    after = [line.sheet for line in found if line.standing.is_open and line.sheet.order > sheet.order]
    return after[0] if after else None


def owed(actor: Actor) -> list[tuple[Survey, int]]:
    """Surveys with the number of sheets that lie with the actor's division, the latest first; two queries."""
    codes = codes_of(actor)
    rows = Sheet.objects.filter(survey__published__isnull=True, survey__plan__state=Plan.State.PUBLISHED)
    if not actor.may(MANAGE):
        rows = rows.filter(division_code__in=codes)
    counts: dict[Survey, int] = {}
    for sheet in rows.select_related("survey__plan", "draft").order_by("-survey__fiscal_year", "order"):
        if answers_sheet(actor, sheet, codes) and standing_of(sheet).is_open:
            counts[sheet.survey] = counts.get(sheet.survey, 0) + 1
    return list(counts.items())
