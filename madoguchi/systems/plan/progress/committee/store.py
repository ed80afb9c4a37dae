"""Papers of meetings kept by their hash, sealed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files.storage import default_storage

from madoguchi.foundation.vault.errors import NotAuthenticError
from madoguchi.foundation.vault.files import read_sealed, seal_bytes

FOLDER = "plan"
PURPOSE = "plan.paper"


class PaperLostError(RuntimeError):
    """The kept file is missing, or is not the one that was added."""


def keep(content: bytes) -> str:
    """Stores a file, sealed; gives its SHA-256. The same file again changes nothing, or puts a damaged one right."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        kept(sha256)
    except PaperLostError:
        seal_bytes(content, path_of(sha256), purpose=PURPOSE, bound_to=owner(sha256))
    return sha256


def kept(sha256: str) -> bytes:
    """The file with this hash. Raises PaperLostError where it is missing or was altered, KeyLostError."""
    try:
        return read_sealed(path_of(sha256), purpose=PURPOSE, bound_to=owner(sha256))
    except (FileNotFoundError, NotAuthenticError) as error:
        raise PaperLostError(sha256) from error


def path_of(sha256: str) -> Path:
    """The file of a paper."""
    return Path(default_storage.path(f"{FOLDER}/{sha256[:2]}/{sha256}"))


def owner(sha256: str) -> str:
    """What a paper is bound to."""
    return f"paper:{sha256}"
