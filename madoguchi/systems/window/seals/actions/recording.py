"""How every act about a registration is recorded: lock, act, the periods that follow from it, one audit entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from madoguchi.engines.people.api import Act, Fault, Person, Refused
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.history.ledger import Ledger

from ..models import SealAct, SealRegistration, SealStanding
from ..rules import Event, Refusal, Span, spans

LATER = """
SELECT greatest(clock_timestamp(), (SELECT max(recorded_at) FROM seals_sealact) + interval '1 microsecond')
"""
EXCLUSION_VIOLATION = "23P01"
CARD_KINDS = {SealAct.Kind.REGISTER, SealAct.Kind.HAND_OVER, SealAct.Kind.LOSE, SealAct.Kind.FIND, SealAct.Kind.REPLACE}


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who told it, how it was made sure who they are, and the form's own number: the same form twice is one act."""

    by: str = ""
    identity_check: str = ""
    note: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def lock_person(person_id: int) -> None:
    """Waits for whoever else changes this person or their seal. Call it first, inside a transaction."""
    list(Person.objects.select_for_update(no_key=True).filter(pk=person_id).values_list("pk"))


def refuse_with(faults: Iterable[Refusal]) -> None:
    """Raises Refused where there is any ground."""
    if found := [Fault(fault.message, fault.field, fault.code) for fault in faults]:
        raise Refused(found)


def next_time() -> datetime:
    """The database's time, later than every act that we can see."""
    with connection.cursor() as cursor:
        cursor.execute(LATER)
        found: datetime = cursor.fetchone()[0]
        return found


def record(
    actor: Actor, registration: SealRegistration, *, kind: SealAct.Kind, event_on: date, told: Told | None = None,
    cause: Act | None = None, **columns: Any,
) -> SealAct:  # fmt: skip
    """Records an act about a registration, and lets stand what follows from it. The caller holds the lock."""
    told = told or Told()
    act = SealAct.objects.create(
        registration=registration, kind=kind, event_on=event_on, told_by=told.by, identity_check=told.identity_check,
        note=told.note[:200], submission=told.submission, recorded_at=next_time(), user_id=actor.user_id,
        recorder=str(actor), cause=cause, **columns,
    )  # fmt: skip
    settle(registration, act)
    detail: dict[str, object] = {"registration": registration.pk, "act": act.pk}
    audit(actor, action=f"seals.{kind}", subject=f"person:{registration.person_id}", detail=detail)
    return act


def settle(registration: SealRegistration, act: SealAct) -> None:
    """Makes the standing periods those that follow from all acts; rows that are right already stay."""
    ledger = Ledger(act)
    wanted = spans(events_of(registration))
    for row in SealStanding.versions.known().filter(registration=registration):
        if (span := span_of(row)) in wanted:
            wanted.remove(span)
        else:
            ledger.close(row)
    for span in wanted:
        ledger.start(row_of(registration, span), span.since, span.until)


def events_of(registration: SealRegistration) -> list[Event]:
    """The acts of a registration as they bear on its periods."""
    acts = SealAct.objects.filter(registration=registration).select_related("cancelled_by")
    return [
        Event(
            number=act.pk,
            kind="card" if act.kind in CARD_KINDS else "end" if act.kind == SealAct.Kind.END else "other",
            on=act.event_on,
            card=act.card_id,
            card_state=act.card_state,
            cancelled=hasattr(act, "cancelled_by"),
        )
        for act in acts
    ]


def span_of(row: SealStanding) -> Span:
    """A row as a period."""
    return Span(row.valid.lower, row.valid.upper, row.card_id, row.card_state, row.ended_by_id)


def row_of(registration: SealRegistration, span: Span) -> SealStanding:
    """A period as an unsaved row."""
    return SealStanding(
        registration=registration, person_id=registration.person_id, impression_id=registration.impression_id,
        card_id=span.card, card_state=span.card_state, ended_by_id=span.ended_by,
    )  # fmt: skip


def done_already(submission: uuid.UUID) -> SealAct | None:
    """The act of the same form sent before."""
    return SealAct.objects.filter(submission=submission).select_related("registration").first()
