"""Remembers that everything is prepared, so that a later start need not look: looking costs seconds of imports.

The note lies in the database's own folder and goes with it. It holds good only for the same code, data files and
settings; every other command that opens the database forgets it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from madoguchi.config.environment import ROOT, text

SETTINGS = ("DEMO", "TOWN", "DATABASE_URL")
SUFFIXES = {".py", ".yaml", ".po", ".mo", ".css", ".js", ".svg", ".csv", ".json"}


def recall(data: Path, residents: int) -> list[str] | None:
    """The lines that the last complete preparation showed; None where one is due."""
    try:
        note = json.loads(place(data).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return list(note["lines"]) if note["made_of"] == made_of(residents) and (data / "static").is_dir() else None


def remember(data: Path, residents: int, lines: list[str]) -> None:
    """Notes that everything is prepared; never for a database that is not ours alone."""
    if not text("DATABASE_URL"):
        note = {"made_of": made_of(residents), "lines": lines}
        place(data).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def forget(data: Path) -> None:
    """The next start looks again."""
    place(data).unlink(missing_ok=True)


def place(data: Path) -> Path:
    """Where the note lies."""
    return data / "pg" / "madoguchi-prepared.json"


def made_of(residents: int) -> str:
    """Changes with our code and data files, the installed packages and the settings that matter."""
    digest = hashlib.sha256(f"{residents}".encode())
    for name in SETTINGS:
        digest.update(f"{name}={text(name)}".encode())
    for path in sorted(files()):
        state = path.stat()
        digest.update(f"{path}{state.st_size}{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def files() -> Iterator[Path]:
    """Everything that a preparation depends on."""
    yield from (path for path in (ROOT / "requirements.txt", ROOT / "package-lock.json") if path.is_file())
    for top in (ROOT / "madoguchi", ROOT / "towns"):
        for folder, _, names in os.walk(top):
            yield from (Path(folder, name) for name in names if Path(name).suffix in SUFFIXES)
