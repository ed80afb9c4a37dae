"""Writes of the register's own tables: imports that are asked for."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.jobs.api import enqueue
from madoguchi.foundation.uploads import placed

from .exchange.importing import IMPORT, digest_of
from .exchange.keeping import keep
from .models import ImportRun


def new_run(actor: Actor, *, path: Path, dry_run: bool, lg_code: str, name: str = "") -> ImportRun:
    """A run for a file on this machine; ``exchange.importing.import_file`` does it. Raises Forbidden."""
    require(actor, IMPORT)
    return ImportRun.objects.create(
        name=(name or path.name)[:200],
        digest=digest_of(path),
        dry_run=dry_run,
        lg_code=lg_code,
        user_id=actor.user_id,
        requester=str(actor),
    )


def submit_import(actor: Actor, *, upload: UploadedFile, dry_run: bool, lg_code: str) -> ImportRun:
    """Keeps an uploaded file, sealed, for the job that checks and imports it. Raises Forbidden."""
    require(actor, IMPORT)
    with placed(upload) as path, path.open("rb") as copy, transaction.atomic():
        run = new_run(actor, path=path, dry_run=dry_run, lg_code=lg_code, name=upload.name or "")
        keep(run, "file", copy)
        run.job_id = enqueue(actor, task=IMPORT, arguments={"run_id": run.pk}).pk
        run.save(update_fields=["file", "job_id"])
    return run
