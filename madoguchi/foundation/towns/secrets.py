"""Secrets of an install: made once, kept outside the database and the checkout."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_key(data: Path) -> str:
    """Django's secret key: ``SECRET_KEY``, else the one kept in ``DATA/secret-key``, made on first use (mode 600)."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    return kept_secret(data, "secret-key")


def kept_secret(data: Path, name: str) -> str:
    """The secret kept in ``DATA/<name>``, made on first use (mode 600)."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / name
    if not path.exists():
        make_once(path, secrets.token_urlsafe(64))
    return path.read_text()


def make_once(path: Path, text: str) -> None:
    """Creates a private file whole, and safe from a power cut; where another process was quicker, its file stands."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder safe from a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
