"""Submitting a draft: its number, its route as rows, and who is asked first."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.organisation.api import Seat
from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.numbering.actions import next_of_day

from ..kinds import kind_named
from ..models import Act, Draft, Signatory, Standing, State, Step, Viewing
from ..noticing import tell_waiting
from ..planning import Plan, plan_route
from ..rights import require_kind
from ..rules import Planned
from ..searching import search_columns
from .common import add_readers, done_already, locked, note, write_act
from .drafting import own

SERIES = "approvals"


def submit(
    actor: Actor,
    *,
    draft_id: int,
    revision: int,
    consulted: Collection[int] = (),
    circulated: Collection[int] = (),
    comment: str = "",
    submission: uuid.UUID | None = None,
) -> Draft:
    """Puts a draft on its way, for the first time or again after it came back; see ``planning.plan_route``.

    The number is of the fiscal year and given once. Raises Forbidden, Refused (another's; not with the drafter; changed
    since it was read; no route), Draft.DoesNotExist.
    """
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        draft = own(actor, draft_id, revision)
        require_kind(actor, kind_named(draft.kind).permission)
        plan = plan_route(draft, consulted=consulted, circulated=circulated)
        put_on_way(draft)
        write_steps(draft, plan)
        write_act(actor, draft, Act.Kind.SUBMIT, comment=comment.strip(), submission=submission)
        note(actor, draft, "submit", round=draft.round, steps=len(plan.steps), revision=draft.revision)
        tell_waiting(draft)
    return draft


def put_on_way(draft: Draft) -> None:
    """The columns of a draft that is on its way, at its first step."""
    now = timezone.now()
    draft.state, draft.round, draft.at = State.MOVING, draft.round + 1, 1
    draft.revision += 1
    draft.submitted_at = draft.submitted_at or now
    if draft.serial is None:
        draft.fiscal_year = fiscal_year(timezone.localdate(now))
        draft.serial = next_of_day(SERIES, first_day(draft.fiscal_year))
    for column, value in search_columns(draft).items():
        setattr(draft, column, value)
    draft.save()


def first_day(year: int) -> date:
    """The day under which the numbers of a fiscal year are counted."""
    return fiscal_year_span(year).first


def write_steps(draft: Draft, plan: Plan) -> None:
    """The route as rows; the first step is asked now, and those who are only shown it may read it."""
    for ordinal, planned in enumerate(plan.steps, start=1):
        write_step(draft, ordinal, planned)
    now = timezone.now()
    for seat in plan.circulated:
        defaults = {"owed_at": now, "appointment_id": seat.appointment_id, **named(seat)}
        Viewing.objects.get_or_create(
            draft=draft, user_id=seat.user_id, reason=Viewing.Reason.CIRCULATE, defaults=defaults
        )
    taking_part = [seat.user_id for planned in plan.steps for seat in planned.seats]
    add_readers(draft, [draft.drafter_id, *taking_part, *(seat.user_id for seat in plan.circulated)])


def write_step(draft: Draft, ordinal: int, planned: Planned) -> None:
    """One step with its seats."""
    step = Step.objects.create(
        draft=draft,
        round=draft.round,
        ordinal=ordinal,
        name=planned.name,
        mode=planned.mode,
        who=planned.who,
        added=planned.added,
        decides=planned.decides,
        delegated=planned.delegated,
    )
    asked = ordinal == 1
    state, since = (Standing.WAITING, timezone.now()) if asked else (Standing.LATER, None)
    Signatory.objects.bulk_create(
        Signatory(
            draft=draft,
            step=step,
            user_id=seat.user_id,
            appointment_id=seat.appointment_id,
            state=state,
            since=since,
            **named(seat),
        )
        for seat in planned.seats
    )


def named(seat: Seat) -> dict[str, str]:
    """A seat in words, as of today."""
    return {"name": seat.name, "post": seat.post, "division": seat.division}
