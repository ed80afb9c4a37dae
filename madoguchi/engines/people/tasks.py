"""Long work of the resident record."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import Progress, daily

from .actions.search_keys import refresh_due


@daily("people.refresh_due")
def refresh_keys_due(progress: Progress) -> dict[str, int]:
    """Whoever moves out today is found among those who are gone from today."""
    return {"persons": refresh_due(SYSTEM_ACTOR, timezone.localdate())}
