"""Files kept by their hash, sealed: nobody reads them from the disk, nothing can be put in their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from .errors import NotAuthenticError
from .files import read_sealed, seal_bytes
from .folders import FolderStore


class KeptFileLostError(RuntimeError):
    """The kept file is missing, or is not the one that was put there."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A folder of the town's files in which each file is named by its SHA-256.

    Attributes:
        name: what lies there, in Japanese.
        folder: below the town's files.
        purpose: the vault's purpose.
    """

    name: str
    folder: str
    purpose: str

    def keep(self, content: bytes) -> str:
        """Stores a file, sealed; gives its SHA-256. On the disk when it returns; the same file again changes nothing,
        or puts a damaged one right."""
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            self.kept(sha256)
        except KeptFileLostError:
            seal_bytes(content, self.path_of(sha256), purpose=self.purpose, bound_to=owner(sha256))
        return sha256

    def kept(self, sha256: str) -> bytes:
        """The file with this hash. Raises KeptFileLostError where it is missing or was altered, KeyLostError."""
        try:
            content = read_sealed(self.path_of(sha256), purpose=self.purpose, bound_to=owner(sha256))
        except (FileNotFoundError, NotAuthenticError) as error:
            raise KeptFileLostError(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise KeptFileLostError(sha256)
        return content

    def path_of(self, sha256: str) -> Path:
        """The file with this hash."""
        return Path(default_storage.path(f"{self.folder}/{sha256[:2]}/{sha256}"))

    def store(self) -> FolderStore:
        """The shelf for the vault's rotation (``sealed.py``)."""
        return FolderStore(
            name=self.name, folder=self.folder, purpose=self.purpose, owner=lambda path: owner(path.name)
        )


def owner(sha256: str) -> str:
    """What a kept file is bound to."""
    return f"kept:{sha256}"
