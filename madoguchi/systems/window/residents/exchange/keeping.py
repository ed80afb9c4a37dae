"""Files of imports at rest: the whole city is in them, so they lie sealed, and not longer than they must."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from madoguchi.foundation.parameters import load
from madoguchi.foundation.vault.files import key_of, seal_file, unsealed

from ..models import ImportRun

PURPOSE = "residents.import"
FOLDERS = {"file": "residents/imports", "faults": "residents/faults"}
SECONDS_A_DAY = 24 * 60 * 60
DAYS = Path(__file__).parents[1] / "parameters" / "fault_list_days.yaml"


def keep(run: ImportRun, field: str, source: IO[bytes]) -> None:
    """Seals a file of a run under the run's number; the caller saves the row."""
    name = f"{FOLDERS[field]}/{run.pk}.csv"
    seal_file(source, Path(default_storage.path(name)), purpose=PURPOSE, bound_to=owner(field, str(run.pk)))
    getattr(run, field).name = name


def owner(field: str, run: str) -> str:
    """What a file is bound to."""
    return f"import:{run}:{field}"


@contextmanager
def opened(file: FieldFile) -> Iterator[Path]:
    """A file of a run as a private plain file that is gone afterwards. Raises FileNotFoundError, NotAuthenticError."""
    path = Path(file.path)
    with path.open("rb") as head:
        is_sealed = key_of(head)
    if not is_sealed:  # from before there was a vault
        yield path
        return
    with unsealed(path, purpose=PURPOSE, bound_to=owner(file.field.name, path.stem)) as plain:
        yield plain


def days_kept() -> int:
    """How many days a list of faults stays."""
    days: int = load(DAYS).at(timezone.localdate())
    return days


def forget_old() -> int:
    """Deletes lists of faults, and files of imports that never ended, which are older than that; gives how many."""
    before = timezone.now() - timedelta(days=days_kept())
    for run in ImportRun.objects.filter(created_at__lt=before).exclude(file="", faults=""):
        run.file = run.faults = ""
        run.save(update_fields=["file", "faults"])
    return sum(forget_unnamed(Path(default_storage.path(folder)), field) for field, folder in FOLDERS.items())


def forget_unnamed(folder: Path, field: str) -> int:
    """Deletes the files that no run names any more, also those of a request that was cut short; gives how many."""
    named = {Path(name).name for name in ImportRun.objects.exclude(**{field: ""}).values_list(field, flat=True)}
    day_ago = time.time() - SECONDS_A_DAY
    gone = [path for path in folder.glob("*") if path.name not in named and path.stat().st_mtime < day_ago]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
