"""Work of the night."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.jobs.api import Progress, daily

from .actions.sweeping import sweep


@daily("issuance.sweep")
def sweep_papers(progress: Progress) -> dict[str, Any]:
    """Ends what was begun and not ended."""
    return dict(sweep(progress.actor))
