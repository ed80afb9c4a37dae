"""Papers kept by their hash: what was issued can be shown again, nothing can be put in its place, and nobody reads it
from the disk.
"""

import hashlib
from pathlib import Path

from django.core.files.storage import default_storage

from madoguchi.foundation.vault.errors import NotAuthenticError
from madoguchi.foundation.vault.files import key_of, pieces_of, seal_bytes

FOLDER = "papers"
PURPOSE = "paperwork.paper"


class PaperLostError(RuntimeError):
    """The stored paper is missing, or is not the one that was issued."""


def keep(pdf: bytes) -> str:
    """Stores a paper, sealed, in the town's files; gives the SHA-256 of the paper itself.

    When it returns the paper is on the disk. Keeping the same paper again, also by two servers at once, changes
    nothing; one that lies there damaged is put right.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    try:
        kept(sha256)
    except PaperLostError:
        seal_bytes(pdf, path_of(sha256), purpose=PURPOSE, bound_to=owner(sha256))
    return sha256


def kept(sha256: str) -> bytes:
    """The paper with this hash. Raises PaperLostError where it is missing or was altered, KeyLostError."""
    try:
        pdf = read(sha256)
    except (FileNotFoundError, NotAuthenticError) as error:
        raise PaperLostError(sha256) from error
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise PaperLostError(sha256)
    return pdf


def read(sha256: str) -> bytes:
    """What lies there: sealed, or plain from before there was a vault (the daily job seals it)."""
    with path_of(sha256).open("rb") as file:
        is_sealed = key_of(file)
        file.seek(0)
        return b"".join(pieces_of(file, purpose=PURPOSE, bound_to=owner(sha256))) if is_sealed else file.read()


def place(sha256: str) -> str:
    """Where a paper lies among the town's files."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}.pdf"


def path_of(sha256: str) -> Path:
    """The file of a paper."""
    return Path(default_storage.path(place(sha256)))


def owner(sha256: str) -> str:
    """What a paper is bound to."""
    return f"paper:{sha256}"
