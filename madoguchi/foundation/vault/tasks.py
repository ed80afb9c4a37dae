"""Daily work of the vault."""

from madoguchi.foundation.jobs.api import Progress, daily

from .rotation import remove_unused


@daily("vault.tidy")
def tidy(progress: Progress) -> dict[str, list[str]]:
    """Old keys that nothing needs any more are removed."""
    return {"removed": remove_unused()}
