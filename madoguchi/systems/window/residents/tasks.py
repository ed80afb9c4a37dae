"""Long work of the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from madoguchi.foundation.jobs.api import JobFailed, Progress, task

from .exchange.importing import IMPORT, import_file
from .models import ImportRun, Outcome

UNFINISHED = {Outcome.WAITING, Outcome.RUNNING}


@task(IMPORT)
def run_import(progress: Progress, *, run_id: int) -> dict[str, Any]:
    """Checks and imports the file of a run; a run that has ended is left as it is."""
    run = ImportRun.objects.get(pk=run_id)
    if run.outcome in UNFINISHED:
        if not run.file:
            raise JobFailed("取り込むファイルが見つかりません。もう一度ファイルを送ってください。")
        run = import_file(progress.actor, run=run, path=Path(run.file.path), tell=progress.report)
    return {"run": run.pk, "outcome": run.outcome, "persons": run.person_count, "faults": run.fault_count}
