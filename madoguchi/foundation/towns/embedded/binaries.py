"""Where PostgreSQL's programs are: the wheel's, else those of a PostgreSQL of this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
HELP = (
    "PostgreSQL が見つかりません。PostgreSQL 15 以上を入れるか、DATABASE_URL で接続先を示してください。"
    " (No PostgreSQL: install PostgreSQL 15 or later, or set DATABASE_URL.)"
)


class NoPostgresError(RuntimeError):
    """This machine has no PostgreSQL that could be embedded; the message says what to do."""


@cache
def binaries() -> Path:
    """Folder with ``initdb``, ``pg_ctl``, ``pg_dump`` … of one version ≥ 15. Raises NoPostgresError."""
    for folder in candidates():
        if (folder / "initdb").is_file() and version_of(folder) >= OLDEST:
            return folder
    raise NoPostgresError(HELP)


def candidates() -> Iterator[Path]:
    """Folders to look in, best first: the wheel, the path, Debian's folders (newest first), ``pg_config``."""
    if (spec := find_spec("pgserver")) and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_in_name, reverse=True)
    if config := shutil.which("pg_config"):
        yield Path(subprocess.check_output([config, "--bindir"], text=True).strip())


def version_in_name(folder: Path) -> int:
    """16 for ``/usr/lib/postgresql/16/bin``."""
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


@cache
def version_of(folder: Path) -> int:
    """Major version of the programs in a folder; 0 where they do not run."""
    try:
        text = subprocess.check_output([str(folder / "postgres"), "--version"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"(\d+)", text)
    return int(match.group(1)) if match else 0
