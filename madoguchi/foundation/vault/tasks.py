"""Daily work of the vault."""

from typing import Any

from madoguchi.foundation.jobs.api import Progress, daily

from .rotation import remove_unused, seal_plain


@daily("vault.tidy")
def tidy(progress: Progress) -> dict[str, Any]:
    """What lies unsealed from earlier versions is sealed; old keys that nothing needs any more are removed."""
    return {"sealed": seal_plain(), "removed": remove_unused()}
