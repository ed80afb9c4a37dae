"""Daily work of the population statistics."""

from __future__ import annotations

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import Progress, daily

from .actions import close_due


@daily("population.close")
def close_yesterday(progress: Progress) -> dict[str, int]:
    """Closes yesterday, and every day before it that is not closed yet."""
    return {"days": close_due(SYSTEM_ACTOR, tell=lambda done, total: progress.report(done, total, "日を締めています"))}
