"""Daily work of the registration of seals."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import Progress, daily

from .actions import drop_old_scans, expire_due


@daily("seals.daily")
def tidy(progress: Progress) -> dict[str, int]:
    """Inquiries without an answer end, and pictures that nobody used go."""
    today = timezone.localdate()
    return {"expired": expire_due(SYSTEM_ACTOR, today=today), "scans": drop_old_scans(SYSTEM_ACTOR)}
