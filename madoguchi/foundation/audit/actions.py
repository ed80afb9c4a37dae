"""Writes of the audit trail."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from madoguchi.foundation.access import Actor

from .chain import Said, settled
from .models import Entry
from .writing import write, write_one

LONGEST_PURPOSE, LONGEST_REASON = 120, 200


def record(actor: Actor, *, action: str, subject: str, detail: dict[str, object] | None = None) -> Entry:
    """Adds one entry in the caller's transaction: the entry stands if, and only if, the act does.

    ``detail`` is JSON without fractions, and never holds names, addresses or numbers of persons. Raises ValueError.
    """
    return write_one(said(actor, action, subject, detail, timezone.now()))


def record_looks(actor: Actor, *, action: str, subjects: Iterable[str]) -> None:
    """Adds one entry for each subject shown to the actor, in one statement however many they are."""
    now = timezone.now()
    entries = [said(actor, action, subject, None, now) for subject in subjects]
    if entries:
        write(entries)


def said(actor: Actor, action: str, subject: str, detail: dict[str, object] | None, at: datetime) -> Said:
    """What an entry says."""
    return Said(
        at=at,
        user_id=actor.user_id,
        actor=str(actor),
        division=actor.division,
        appointment_id=actor.appointment_id,
        action=action,
        subject=subject,
        purpose=actor.purpose[:LONGEST_PURPOSE],
        emergency=actor.emergency[:LONGEST_REASON],
        detail=settled(detail) if detail else {},
    )
