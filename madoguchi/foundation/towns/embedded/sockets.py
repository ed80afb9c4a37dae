"""Where the embedded server is reached: a socket in a private folder, never a TCP port."""

import os
import tempfile
from pathlib import Path
from urllib.parse import quote

DATABASE = "madoguchi"
# Part of the socket's name only: no port is opened. Said everywhere, so that PGPORT changes nothing.
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
# A socket's path may have 104 bytes on macOS and 108 on Linux.
LONGEST = 100


def default_url(data: Path) -> str:
    """Address of the application's database on the embedded server of a data folder."""
    return url(data, DATABASE)


def url(data: Path, database: str) -> str:
    """Address of a database on the embedded server of a data folder, as libpq and ``DATABASE_URL`` write it."""
    return f"postgresql://postgres@/{database}?host={quote(str(socket_folder(data)))}&port={PORT}"


def socket_folder(data: Path) -> Path:
    """``DATA/run``; where that path is too long for a socket, a short private folder whose name ``DATA`` remembers."""
    near = data / "run"
    if len(os.fsencode(near / SOCKET)) <= LONGEST:
        return near
    note = data / "socket-folder"
    if note.is_file() and Path(note.read_text()).is_dir():
        return Path(note.read_text())
    data.mkdir(parents=True, exist_ok=True)
    far = tempfile.mkdtemp(prefix="madoguchi-", dir=short_parent())
    note.write_text(far)
    return Path(far)


def short_parent() -> str:
    """The session's run-time folder, or /tmp (always for root: the server's account cannot enter root's)."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = os.geteuid() != 0 and len(runtime) < LONGEST // 2 and os.access(runtime, os.W_OK)
    return runtime if usable else "/tmp"  # noqa: S108 - mkdtemp makes it mode 700 # nosec B108
