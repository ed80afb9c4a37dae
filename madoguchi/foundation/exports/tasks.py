"""Long and daily work of exports."""

from typing import Any

from madoguchi.foundation.jobs.api import Progress, daily, task

from .actions import WRITE
from .taking import tidy
from .writing import write_export


@task(WRITE)
def write(progress: Progress, *, request_id: int) -> dict[str, Any]:
    """Writes the file of an approved export."""
    request = write_export(request_id, progress.report)
    return {"request": request.pk, "state": request.state, "persons": request.persons_written}


@daily("exports.tidy")
def delete_what_is_over(progress: Progress) -> dict[str, int]:
    """Files that nobody may take any more are deleted."""
    return tidy()
