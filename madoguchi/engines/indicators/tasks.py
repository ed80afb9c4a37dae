"""Work of the night."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.jobs.api import Progress, daily

from .actions.counting import count_anew


@daily("indicators.count")
def count_indicators(progress: Progress) -> dict[str, int]:
    """Counts this fiscal year and the last one anew: what is recorded late changes days that have passed."""
    since = fiscal_year_span(fiscal_year(timezone.localdate()) - 1).first
    changed = count_anew(
        progress.actor, since=since, tell=lambda done, total: progress.report(done, total, "指標を数えています")
    )
    return {"indicators": len(changed), "changed": sum(changed.values())}
