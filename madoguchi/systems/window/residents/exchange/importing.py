"""Import: check the whole file, then write all of it or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from madoguchi.engines.people.api import write_batch
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..models import ImportRun, Outcome
from .building import Built, build, layout
from .checking import Check, Checked, Note, Tell
from .columns import NAMES
from .faults import HEADINGS, Fault
from .keeping import keep
from .lines import Setting
from .reading import records
from .register import PIECE, draft, drafted, taken_codes, taken_numbers
from .whole import Whole
from .writing import carried, owned

IMPORT = "residents.import"
COPY_CARRIED = """
COPY residents_carriedcolumns (run_id, line, person_id, history, branch, latest, as_of, columns) FROM STDIN
"""
MOST_REASONS = 50


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def import_file(actor: Actor, *, run: ImportRun, path: Path, tell: Tell) -> ImportRun:
    """Checks the file, and unless it has a fault or is only to be checked, writes all of it in one transaction.

    A file that was imported before is not written again: the run ends as ``already``. Raises Forbidden.
    """
    require(actor, IMPORT)
    if was_imported(run):
        return finish(run, Outcome.ALREADY, message="このファイルは既に取り込まれています。記録は変えていません。")
    with fault_list() as (list_path, note):
        found = check(path, run, note, tell)
        describe(run, found)
        if not found.is_good:
            return refuse(run, found, list_path)
        if run.dry_run:
            return finish(run, Outcome.CHECKED)
        try:
            return write(actor, run, path, found, tell)
        except (IntegrityError, DataError) as error:
            found.add(constraint_fault(error))
            note(constraint_fault(error))
            return refuse(run, found, list_path)


def was_imported(run: ImportRun) -> bool:
    """Whether the very same file is in the record already."""
    done = ImportRun.objects.filter(digest=run.digest, lg_code=run.lg_code, outcome=Outcome.IMPORTED)
    return not run.dry_run and done.exclude(pk=run.pk).exists()


def check(path: Path, run: ImportRun, note: Note, tell: Tell) -> Checked:
    """Checks the file by itself, and its numbers against the record."""
    run.outcome = Outcome.RUNNING
    run.save(update_fields=["outcome"])
    checking = Check(path, Setting(run.lg_code, timezone.localdate()), note, tell)
    found = checking.run()
    checking.add(taken_faults(found.whole))
    return found


def taken_faults(whole: Whole) -> Iterator[Fault]:
    """Numbers of the file that the record has already."""
    first = {number: lines[0] for number, lines in whole.people.items()}
    houses = {line.household: line for lines in whole.people.values() for line in lines}
    codes = {line.code: line for lines in whole.people.values() for line in lines if line.code}
    people, households = taken_numbers([*first], [*houses])
    hint = "既に取り込んだデータではないか確かめてください。"
    for number in sorted(people):
        yield Fault(first[number].line, "宛名番号", str(number), "この宛名番号は既に使われています。", hint)
    for number in sorted(households):
        yield Fault(houses[number].line, "世帯番号", str(number), "この世帯番号は既に使われています。", hint)
    for code in sorted(taken_codes([*codes])):
        yield Fault(codes[code].line, "住民票コード", code, "この住民票コードは既に使われています。", hint)


def constraint_fault(error: Exception) -> Fault:
    """What the database refused, where no check of ours had seen it."""
    state = getattr(error.__cause__, "sqlstate", "")
    hint = "同時に別の取込みや届出がなかったか確かめ、もう一度行ってください。"
    return Fault(0, "", state, "データベースの制約に反するため、何も記録しませんでした。", hint)


@contextmanager
def fault_list() -> Iterator[tuple[Path, Note]]:
    """A file for the list of faults (CSV with BOM, as spreadsheets want it), and what writes to it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "faults.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)

            def note(fault: Fault) -> None:
                writer.writerow(fault.row())
                file.flush()

            yield path, note


def describe(run: ImportRun, found: Checked) -> None:
    """Notes how the file is written and how much is in it."""
    if found.layout:
        run.encoding, run.newline = found.layout.encoding, found.layout.newline
    run.line_count = found.line_count
    run.person_count = len(found.whole.people)
    run.household_count = len({line.household for lines in found.whole.people.values() for line in lines})


def refuse(run: ImportRun, found: Checked, list_path: Path) -> ImportRun:
    """Keeps the list of faults; the record stays as it was."""
    run.fault_count = found.fault_count
    run.fault_summary = [[column, reason, count] for (column, reason), count in found.reasons.most_common(MOST_REASONS)]
    with list_path.open("rb") as file:
        keep(run, "faults", file)
    return finish(run, Outcome.REFUSED)


def finish(run: ImportRun, outcome: Outcome, message: str = "") -> ImportRun:
    """Ends a run; the file itself, full of people's data, is not kept."""
    run.outcome, run.message, run.finished_at = outcome, message, timezone.now()
    if run.file:
        run.file.delete(save=False)
    run.save()
    return run


def write(actor: Actor, run: ImportRun, path: Path, found: Checked, tell: Tell) -> ImportRun:
    """Writes the whole file in one transaction, and keeps beside the record what the record does not own.

    After writing, the lines are read back from the record: where it would write a column otherwise than the file did,
    the file's text is kept, so that the export gives the same file again.
    """
    with transaction.atomic():
        built = build(actor, path, found, f"住民データの取込み（{run.name}、{found.line_count}行）", tell)
        write_batch(actor, built.batch, progress=tell)
        built.batch = None  # type: ignore[assignment]
        with draft(draft_lines(run, found, built)):
            carry(run, path, found, tell)
        audit(
            actor,
            action=IMPORT,
            subject=f"import:{run.pk}",
            detail={"lines": found.line_count, "persons": len(built.people), "digest": run.digest},
        )
        run.outcome = Outcome.IMPORTED
        run.save()
    return finish(run, Outcome.IMPORTED)


def draft_lines(run: ImportRun, found: Checked, built: Built) -> Iterator[tuple[Any, ...]]:
    """The lines of the file with the persons that they became; a latest line speaks of today."""
    for number, lines in found.whole.people.items():
        for each in lines:
            as_of = None if each.latest else (each.event or each.entered)
            yield run.pk, each.line, built.people[number], each.history, each.branch, each.latest, as_of


def carry(run: ImportRun, path: Path, found: Checked, tell: Tell) -> None:
    """Compares the lines of the file with what the record says of them, and keeps the differences."""
    lines = records(path, layout(found))
    next(lines)
    lg_code = town_code()
    pairs = (
        (row, json.dumps(carried(dict(zip(NAMES, cells, strict=True)), owned(row, lg_code)), ensure_ascii=False))
        for (_number, cells), row in zip(lines, drafted(timezone.localdate()), strict=True)
    )
    done = 0
    while piece := list(islice(pairs, PIECE)):
        copy_carried(piece)
        done += len(piece)
        tell(done, found.line_count, "記録が持たない列を控えています")


def copy_carried(piece: Iterable[tuple[dict[str, Any], str]]) -> None:
    """Writes some lines of carried columns."""
    with connection.cursor() as cursor, cursor.copy(COPY_CARRIED) as copy:
        for row, columns in piece:
            keys = (row["run_id"], row["line"], row["person_id"], row["history"], row["branch"], row["latest"])
            copy.write_row((*keys, row["as_of"], columns))


def town_code() -> str:
    """The code of the town that we work in."""
    return str(connection.tenant.lg_code)  # type: ignore[attr-defined]
