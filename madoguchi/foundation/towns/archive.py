"""Taking a town out whole, as one file, and bringing it in again.

The file is a ZIP: ``town.json`` (the row and host names), ``schema.dump`` (``pg_dump`` custom format of the town's
schema) and ``files/…``. It holds residents' data: the folder it is written to must be safe. What the vault sealed stays
sealed in it; the keys are written to a second file beside it (``….keys``), to be carried another way.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.vault import moving
from madoguchi.foundation.vault.errors import KeyLostError

from .actions import PERMISSION, add_rows, check_free, files_of, migrate, remove
from .current import in_town
from .data import TownData
from .errors import TownError
from .files import whole
from .models import Town
from .programs import CHUNK, pipe_from, program, restore
from .queries import town_named

FORMAT = "madoguchi-town-1"
DUMP = "schema.dump"
ROW = "town.json"
FILES = "files/"


def export_town(actor: Actor, *, schema: str, path: Path) -> Path:
    """Writes everything of a town to one file (mode 600), whole or not at all; gives its path. Keys: ``keys_of(path)``.

    The town stays open; the tables are as at one moment. Raises Forbidden, TownError.
    """
    require(actor, PERMISSION)
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    town = town_named(schema)
    with in_town(town):
        record(actor, action="towns.export", subject=f"town:{town.lg_code}")
    with whole(path) as file:
        write_archive(town, file)
        if keys := moving.pack(schema):
            with whole(keys_of(path)) as beside:
                beside.write(keys.encode())
    return path


def keys_of(path: Path) -> Path:
    """The file with the keys of an exported town."""
    return path.with_name(f"{path.name}.keys")


def write_archive(town: Town, file: IO[bytes]) -> None:
    """Row, tables and files into an open file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ROW, json.dumps(describe(town), ensure_ascii=False, indent=1))
        entry = zipfile.ZipInfo(DUMP, timezone.localtime().timetuple()[:6])
        with archive.open(entry, "w", force_zip64=True) as target:
            pipe_from([*program("pg_dump"), "--format=custom", f"--schema={town.schema_name}"], target)
        for path in files_in(files_of(town.schema_name)):
            archive.write(path, FILES + path.relative_to(files_of(town.schema_name)).as_posix())


def describe(town: Town) -> dict[str, Any]:
    """The row of a town as it stands in the archive."""
    return {
        "format": FORMAT,
        "exported_at": timezone.now().isoformat(),
        "schema": town.schema_name,
        "lg_code": town.lg_code,
        "name": town.name,
        "prefecture": town.prefecture,
        "profile": town.profile,
        "is_default": town.is_default,
        "domains": list(town.domains.order_by("-is_primary", "id").values_list("domain", flat=True)),
    }


def files_in(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in a fixed order; none where the folder does not exist."""
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def import_town(actor: Actor, *, path: Path, keys: Path | None = None) -> Town:
    """Brings in a town that ``export_town`` wrote, under its own schema name, with tables migrated to this version.

    ``keys``: the file of its keys, beside the archive unless given. All or nothing. Raises Forbidden, TownError where
    the file is no such archive, the town is there already, or its keys are missing.
    """
    require(actor, PERMISSION)
    with open_archive(path) as archive:
        row = read_row(archive)
        data = TownData(**{key: row[key] for key in ("schema", "lg_code", "name", "prefecture", "profile")})
        check_free(data)
        town = add_rows(data, tuple(row["domains"]), is_default=False)
        try:
            bring_keys(keys or keys_of(path), town)
            bring_back(archive, town)
            reopen(actor, town)
        except BaseException:
            remove(town)
            raise
    return town


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive at a path. Raises TownError where it is none."""
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        raise TownError(f"{path} は読めません。`madoguchi town export` が書いたファイルを指定してください。") from fault


def read_row(archive: zipfile.ZipFile) -> dict[str, Any]:
    """``town.json`` of an archive. Raises TownError where the file is something else."""
    try:
        row: dict[str, Any] = json.loads(archive.read(ROW))
    except (KeyError, ValueError) as fault:
        raise TownError(f"{archive.filename} は団体の書き出しファイルではありません。") from fault
    if row.get("format") != FORMAT:
        raise TownError(f"{archive.filename} の形式 {row.get('format')} は、この版では読めません。")
    return row


def bring_keys(path: Path, town: Town) -> None:
    """The keys of a town, where there is a file with some. Raises TownError where they are another town's."""
    if not path.is_file():
        return
    try:
        moving.unpack(town.schema_name, path.read_text(encoding="utf-8"))
    except (KeyLostError, UnicodeDecodeError) as fault:
        raise TownError(f"{path}：{fault}") from fault


def check_keys(town: Town) -> None:
    """Raises TownError where what was brought in was sealed with keys that are not here."""
    try:
        with in_town(town):
            moving.check()
    except KeyLostError as fault:
        words = "書き出しと一緒にできた .keys のファイルを --keys で指定してください。"
        raise TownError(f"{fault} {words}") from fault


def bring_back(archive: zipfile.ZipFile, town: Town) -> None:
    """Tables, then files, then the migrations that came since."""
    with tempfile.TemporaryDirectory() as folder:
        restore(Path(archive.extract(DUMP, folder)))
    for name in archive.namelist():
        if name.startswith(FILES) and not name.endswith("/"):
            extract(archive, name, files_of(town.schema_name))
    check_keys(town)
    migrate(town)


def extract(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    """One file into the town's folder. Raises TownError for a name that leads out of it."""
    target = (folder / name.removeprefix(FILES)).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise TownError(f"{archive.filename} に不正なファイル名があります: {name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, CHUNK)


def reopen(actor: Actor, town: Town) -> None:
    """Opens the town that came in; unfinished jobs go back to its outbox, for no queue here knows them."""
    from madoguchi.foundation.jobs.relay import recover_lost

    recover_lost(town)
    with in_town(town), transaction.atomic():
        record(actor, action="towns.import", subject=f"town:{town.lg_code}")
        town.opened_at = timezone.now()
        town.save(update_fields=["opened_at"])
