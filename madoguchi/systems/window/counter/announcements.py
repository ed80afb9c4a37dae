"""The procedures of this town that an act makes due."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from madoguchi.engines.people.api import House
from madoguchi.foundation.calendar import OfficeCalendar
from madoguchi.foundation.registry import procedures

from .forms.plans import Plan
from .models import DueProcedure
from .occurrences import occurrence
from .rules import Due, due_procedures


def dues_of(plan: Plan, before: Iterable[House], after: Iterable[House]) -> list[Due]:
    """What the plan makes due, in the order in which it is shown."""
    event = occurrence(
        plan.kind,
        event_on=plan.notice.event_on,
        notified_on=plan.notice.notified_on,
        before=before,
        after=after,
        subjects=plan.subjects,
        abroad=plan.abroad,
    )
    return due_procedures(procedures(connection.schema_name), event, OfficeCalendar())  # type: ignore[attr-defined]


def row_of(due: Due, position: int) -> DueProcedure:
    """A due procedure as it is kept with its case (not saved, without a case)."""
    procedure = due.procedure
    return DueProcedure(
        position=position,
        code=procedure.code,
        name=procedure.name,
        division=procedure.division,
        floor=procedure.floor,
        law=procedure.law,
        due_on=due.deadline.day if due.deadline else None,
        moved_reason=due.deadline.reason if due.deadline else "",
        persons=list(due.person_ids),
        question=due.question,
        remark=due.remark,
        bring=list(procedure.bring),
        form=procedure.form,
        provisional=procedure.provisional,
        taken_here=procedure.system,
        state=due.state,
    )


def rows_of(dues: Iterable[Due]) -> list[DueProcedure]:
    """Rows for the screen or the case, numbered from 1."""
    return [row_of(due, position) for position, due in enumerate(dues, start=1)]
