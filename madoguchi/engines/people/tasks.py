"""Long work of the resident record."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import Progress, daily

from .actions.search_keys import mend_guards, refresh_due


@daily("people.refresh_due")
def refresh_keys_due(progress: Progress) -> dict[str, int]:
    """Whoever moves out today is found among those who are gone from today.

    Then every copy of who is guarded is compared with the truth. What that finds is not in the result: whoever reads
    the list of jobs would learn of protection from it.
    """
    today = timezone.localdate()
    count = refresh_due(SYSTEM_ACTOR, today)
    mend_guards(SYSTEM_ACTOR, today)
    return {"persons": count}
