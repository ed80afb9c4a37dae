"""The last word on what became of measures."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Measure, Reported

Key = tuple[int, int]
"""Id of the measure, fiscal year."""


def latest_reported(measures: Iterable[Measure]) -> dict[Key, Reported]:
    """The highest revision of each measure and year: one query."""
    found = Reported.objects.filter(measure__in=[measure.pk for measure in measures])
    last = found.order_by("measure_id", "fiscal_year", "-revision").distinct("measure_id", "fiscal_year")
    return {(row.measure_id, row.fiscal_year): row for row in last}


def latest_of(measure: Measure, year: int) -> Reported | None:
    """The highest revision of one measure and year."""
    return Reported.objects.filter(measure=measure, fiscal_year=year).order_by("-revision").first()
