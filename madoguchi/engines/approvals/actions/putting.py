"""What a system puts to decision by itself: drafted and submitted at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from madoguchi.foundation.access import Actor

from ..models import EDITABLE, Draft, State
from .drafting import save_draft
from .submitting import submit


def put_forward(actor: Actor, *, kind: str, content: Mapping[str, Any], comment: str = "") -> Draft:
    """A draft of a kind, on its way; to be called in the transaction in which the system writes what is asked.

    Raises Forbidden, Refused (nobody who may decide it; an open draft about the same).
    """
    with transaction.atomic():
        draft = save_draft(actor, kind=kind, content=content)
        return submit(actor, draft_id=draft.pk, revision=draft.revision, comment=comment)


def open_about(kind: str, reference: str) -> Draft | None:
    """The open draft of a kind about one thing, for the system that asked; None where there is none."""
    states = [*EDITABLE, State.MOVING]
    return Draft.objects.filter(kind=kind, reference=reference, state__in=states).first()
