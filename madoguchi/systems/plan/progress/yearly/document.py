"""The yearly report as one document: everything that page, CSV and paper say, so that it stays as it was decided.

``{"form", "plan": {"code", "name"}, "year", "year_name", "sentence", "cross": {"columns": [{"code", "name", "total"}],
"rows": [{"name", "total", "cells"}], "total"}, "grades": [{"name", "count"}], "verdicts": [{"code", "name", "count"}],
"measures": [{"code", "name", "goal", "planned", "result", "reason", "figures", "answers": [{"division", "leads",
"done", "grade", "improvement"}], "verdict", "words", "meeting"}], "meetings": [{"name", "on", "decisions"}]}``

``planned`` and ``result`` are codes of stages, ``result`` "" where nobody has said; ``figures.py`` says what
``figures`` are. A document of form 1 was decided before figures stood in it: it has ``targets`` and ``measured`` of
the sheet instead.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from django.utils import translation

from madoguchi.foundation.calendar import fiscal_year_name

from ..committee.queries import latest_evaluations
from ..models import Evaluation, Grade, Sheet, Survey, Verdict
from ..papers import cells_of, column
from ..queries.plans import Row
from ..reports import Report, report_of
from ..survey.queries import sheets_in
from .figures import YearlyFigures

FORM = 2
Document = dict[str, Any]


def document_of(survey: Survey) -> Document:
    """The report of a survey as it stands now, in Japanese whatever language is read; a fixed number of queries."""
    with translation.override("ja"):
        return document_in_japanese(survey)


def document_in_japanese(survey: Survey) -> Document:
    """The same; words come from the language that is active."""
    report = report_of(survey.plan, survey.fiscal_year)
    said = latest_evaluations(survey)
    answers = sheets_by_measure(survey)
    figures = YearlyFigures(survey.plan, [row.measure for row in report.rows], survey.fiscal_year)
    given = [sheet for sheets in answers.values() for sheet in sheets if sheet.approved_at and sheet.leads]
    return {
        "form": FORM,
        "plan": {"code": survey.plan.code, "name": survey.plan.name},
        "year": survey.fiscal_year,
        "year_name": fiscal_year_name(survey.fiscal_year),
        "sentence": report.sentence,
        "cross": cross_data(report),
        "grades": counted(Grade, [sheet.grade for sheet in given]),
        "verdicts": counted(Verdict, [each.verdict for each in said.values()]),
        "measures": [
            {**measure_data(row, answers.get(row.measure.pk, []), said), "figures": figures.of(row.measure)}
            for row in report.rows
        ],
        "meetings": meetings_data(said),
    }


def sheets_by_measure(survey: Survey) -> dict[int, list[Sheet]]:
    """Measure → its sheets in their order."""
    found: dict[int, list[Sheet]] = {}
    for sheet in sheets_in(survey):
        found.setdefault(sheet.measure_id, []).append(sheet)
    return found


def cross_data(report: Report) -> dict[str, Any]:
    """The table of what was planned against what became of it."""
    table = report.table
    return {
        "columns": [column(report, result) for result in table.columns],
        "rows": [
            {"name": stage.label, "total": table.planned(stage), "cells": cells_of(report, stage)}
            for stage in table.rows
        ],
        "total": table.total,
    }


def counted(choices: Any, values: list[str]) -> list[dict[str, Any]]:
    """How many have each of the choices, in their order."""
    counts = Counter(values)
    return [{"code": each.value, "name": each.label, "count": counts[each.value]} for each in choices]


def measure_data(row: Row, sheets: list[Sheet], said: dict[int, Evaluation]) -> dict[str, Any]:
    """One measure."""
    evaluation = said.get(row.measure.pk)
    return {
        "code": row.measure.code,
        "name": row.measure.name,
        "goal": row.measure.section.goal.name,
        "planned": row.planned.value,
        "result": row.result.value if row.result else "",
        "reason": row.reason,
        "answers": [answer_data(sheet) for sheet in sheets if sheet.approved_at],
        "verdict": evaluation.get_verdict_display() if evaluation else "",
        "verdict_code": str(evaluation.verdict) if evaluation else "",
        "words": evaluation.words if evaluation else "",
        "meeting": str(evaluation.meeting) if evaluation else "",
    }


def answer_data(sheet: Sheet) -> dict[str, Any]:
    """What a division said, as its head approved it."""
    return {
        "division": sheet.division,
        "leads": sheet.leads,
        "done": sheet.done,
        "grade": sheet.get_grade_display(),
        "improvement": sheet.improvement,
    }


def meetings_data(said: dict[int, Evaluation]) -> list[dict[str, str]]:
    """The meetings at which the measures were evaluated, the earliest first."""
    meetings = {each.meeting_id: each.meeting for each in said.values()}
    ordered = sorted(meetings.values(), key=lambda meeting: (meeting.held_on, meeting.pk))
    return [{"name": str(each), "on": each.held_on.isoformat(), "decisions": each.decisions} for each in ordered]


def digest_of(document: Document) -> str:
    """SHA-256 of its canonical JSON, in hexadecimal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def missing(document: Document) -> tuple[int, int]:
    """How many measures have no approved answer of the leading division, and how many no evaluation."""
    measures = document["measures"]
    unanswered = sum(not any(answer["leads"] for answer in each["answers"]) for each in measures)
    return unanswered, sum(not each["verdict"] for each in measures)
