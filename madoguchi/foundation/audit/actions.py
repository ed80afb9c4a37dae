"""Writes of the audit trail."""

from collections.abc import Iterable

from madoguchi.foundation.access import Actor

from .models import Entry


def record(actor: Actor, *, action: str, subject: str, detail: dict[str, object] | None = None) -> Entry:
    """Adds one entry in the caller's transaction: the entry stands if, and only if, the act does."""
    return Entry.objects.create(**entry_values(actor, action, subject, detail))


def record_looks(actor: Actor, *, action: str, subjects: Iterable[str]) -> None:
    """Adds one entry for each subject shown to the actor, in one statement."""
    Entry.objects.bulk_create([Entry(**entry_values(actor, action, subject, None)) for subject in subjects])


def entry_values(actor: Actor, action: str, subject: str, detail: dict[str, object] | None) -> dict[str, object]:
    """The columns of an entry."""
    return {
        "user_id": actor.user_id,
        "actor": str(actor),
        "action": action,
        "subject": subject,
        "purpose": actor.purpose,
        "detail": {**(detail or {}), **({"emergency": actor.emergency} if actor.emergency else {})},
    }
