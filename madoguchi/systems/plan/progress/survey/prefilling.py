"""What a sheet says before anyone has answered, as it was known on the day of the opening.

``{"planned": stage, "last": {"year", "stage", "reason", "note"} or null, "targets": [{"name", "target"}],
"measured": [{"name", "value", "on"}], "before": {"year", "grade", "improvement", "verdict", "words"} or null}``

``value`` is a figure with its unit, or 未計測; ``on`` is the day (ISO) on which it was counted, "" for never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from madoguchi.engines.indicators.api import YearValue, figure, year_values

from ..figures.measuring import codes_about
from ..models import Evaluation, Measure, Owner, Plan, Reported, Sheet, Survey
from ..templatetags.plan import target_of


def sheets_of(survey: Survey, measures: Iterable[Measure]) -> Iterator[Sheet]:
    """One sheet, not saved yet, for each measure and each division that answers for it; six queries for all."""
    found = list(measures)
    known = Known(survey, found)
    order = 0
    for measure in found:
        owners = list(measure.owners.all()) or [Owner(name="（担当の記載なし）")]
        leading = next((each for each in owners if each.division_code), owners[0])
        for owner in owners:
            order += 1
            yield Sheet(
                survey=survey, measure=measure, order=order, division=owner.name, division_code=owner.division_code,
                leads=owner is leading, prefilled=known.of(measure, owner.name),
            )  # fmt: skip


class Known:
    """What is known of the measures of a plan before a survey."""

    def __init__(self, survey: Survey, measures: list[Measure]) -> None:
        self.year = survey.fiscal_year
        self.last = last_reported(measures, self.year)
        self.measured = measured_by_code(survey.plan, measures, self.year)
        self.sheets, self.evaluations = year_before(survey)

    def of(self, measure: Measure, division: str) -> dict[str, Any]:
        """See the head of this file."""
        planned = next(each for each in measure.planned.all() if each.fiscal_year == self.year)
        return {
            "planned": planned.stage,
            "last": last_data(self.last.get(measure.pk)),
            "targets": targets(measure, self.year),
            "measured": [measured_data(each) for each in self.measured.get(measure.code, [])],
            "before": self.before(measure, division),
        }

    def before(self, measure: Measure, division: str) -> dict[str, Any] | None:
        """What the division wanted to improve, and what the committee said, a year ago."""
        sheet = self.sheets.get((measure.pk, division))
        said = self.evaluations.get(measure.pk)
        if sheet is None and said is None:
            return None
        return {
            "year": self.year - 1,
            "grade": sheet.get_grade_display() if sheet else "",
            "improvement": sheet.improvement if sheet else "",
            "verdict": said.get_verdict_display() if said else "",
            "words": said.words if said else "",
        }


def last_reported(measures: list[Measure], year: int) -> dict[int, Reported]:
    """Measure → its last status until a year."""
    rows = Reported.objects.filter(measure__in=measures, fiscal_year__lte=year)
    last = rows.order_by("measure_id", "-fiscal_year", "-revision").distinct("measure_id")
    return {row.measure_id: row for row in last}


def last_data(row: Reported | None) -> dict[str, Any] | None:
    """A status."""
    if row is None:
        return None
    return {"year": row.fiscal_year, "stage": row.stage, "reason": row.reason, "note": row.note}


def targets(measure: Measure, year: int) -> list[dict[str, str]]:
    """The targets of the year in words; none for an indicator without one in this year."""
    shown = [(each.name, target_of(each, year)) for each in measure.indicators.all()]
    return [{"name": name, "target": target} for name, target in shown if target]


def measured_by_code(plan: Plan, measures: list[Measure], year: int) -> dict[str, list[YearValue]]:
    """Code of a measure → what the house measures of it in a fiscal year; two queries."""
    codes = {measure.code: codes_about(plan, measure) for measure in measures}
    wanted = {code for each in codes.values() for code in each}
    values = year_values(year, wanted) if wanted else {}
    return {measure: [values[code] for code in each if code in values] for measure, each in codes.items()}


def measured_data(each: YearValue) -> dict[str, str]:
    """A figure as of today; never a number for what was not counted."""
    counted = each.value is not None and each.counted_at
    on = timezone.localdate(each.counted_at).isoformat() if counted else ""
    return {"name": each.indicator.name, "value": figure(each.indicator, each.value), "on": on}


def year_before(survey: Survey) -> tuple[dict[tuple[int, str], Sheet], dict[int, Evaluation]]:
    """Approved sheets and last evaluations of the plan's survey of the year before."""
    year = survey.fiscal_year - 1
    sheets = Sheet.objects.filter(survey__plan=survey.plan, survey__fiscal_year=year, approved_at__isnull=False)
    said = Evaluation.objects.filter(survey__plan=survey.plan, survey__fiscal_year=year)
    last = said.order_by("measure_id", "-revision").distinct("measure_id")
    return {(each.measure_id, each.division): each for each in sheets}, {each.measure_id: each for each in last}
