"""Due procedures move on: asked, done, put off, printed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..models import Case, DueProcedure, StepTime
from ..queries import admit
from .tickets import USE, mark


def set_state(actor: Actor, *, case_id: int, due_id: int, state: str) -> DueProcedure:
    """The clerk says how a procedure of a case stands. Raises Forbidden, Held, DueProcedure.DoesNotExist,
    ValueError.
    """
    require(actor, USE)
    new = DueProcedure.State(state)
    with transaction.atomic():
        due = DueProcedure.objects.select_for_update(of=("self",)).select_related("case").get(pk=due_id, case=case_id)
        admit(actor, due.case)
        finished = new == DueProcedure.State.DONE
        due.state = new
        due.done_at, due.done_by = (timezone.now(), str(actor)) if finished else (None, "")
        due.save(update_fields=["state", "done_at", "done_by"])
        audit(actor, action=f"counter.due_{new}", subject=f"due:{due.pk}", detail={"code": due.code})
        return due


def note_printed(actor: Actor, *, case: Case, dues: Sequence[DueProcedure]) -> None:
    """Papers of these procedures (none: the guide alone) were made for the printer."""
    require(actor, USE)
    with transaction.atomic():
        DueProcedure.objects.filter(pk__in=[due.pk for due in dues]).update(printed_at=timezone.now())
        mark(case, StepTime.Step.PRINTED)
        audit(actor, action="counter.print", subject=f"case:{case.pk}", detail={"codes": [due.code for due in dues]})
