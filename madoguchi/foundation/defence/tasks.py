"""Daily work of the defence."""

from typing import Any

from madoguchi.foundation.jobs.api import Progress, daily

from .limits import forget_old


@daily("defence.forget_old")
def run_forget_old(progress: Progress) -> dict[str, Any]:
    """Removes counts of windows that have passed."""
    return {"removed": forget_old()}
