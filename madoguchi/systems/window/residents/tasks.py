"""Long work of the register."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.jobs.api import JobFailed, Progress, daily, task

from .exchange.importing import IMPORT, import_file
from .exchange.keeping import forget_old, opened
from .models import ImportRun, Outcome

UNFINISHED = {Outcome.WAITING, Outcome.RUNNING}


@task(IMPORT)
def run_import(progress: Progress, *, run_id: int) -> dict[str, Any]:
    """Checks and imports the file of a run; a run that has ended is left as it is."""
    run = ImportRun.objects.get(pk=run_id)
    if run.outcome in UNFINISHED:
        if not run.file:
            raise JobFailed("取り込むファイルが見つかりません。もう一度ファイルを送ってください。")
        with opened(run.file) as path:
            run = import_file(progress.actor, run=run, path=path, tell=progress.report)
    return {"run": run.pk, "outcome": run.outcome, "persons": run.person_count, "faults": run.fault_count}


@daily("residents.forget_files")
def forget_files(progress: Progress) -> dict[str, int]:
    """Lists of faults, and files that were never imported, are deleted after their days."""
    return {"deleted": forget_old()}
