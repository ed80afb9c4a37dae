"""Papers kept by their hash: what was issued can be shown again, and nothing can be put in its place."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class PaperLostError(RuntimeError):
    """The stored paper is missing, or is not the one that was issued."""


def keep(pdf: bytes) -> str:
    """Stores a paper in the town's files; gives its SHA-256. Keeping the same paper again changes nothing."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    try:
        kept(sha256)
    except PaperLostError:
        default_storage.delete(place(sha256))
        default_storage.save(place(sha256), ContentFile(pdf))
    return sha256


def kept(sha256: str) -> bytes:
    """The paper with this hash. Raises PaperLostError where it is missing or was altered."""
    try:
        with default_storage.open(place(sha256)) as file:
            pdf = file.read()
    except FileNotFoundError as error:
        raise PaperLostError(sha256) from error
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise PaperLostError(sha256)
    return pdf


def place(sha256: str) -> str:
    """Where a paper lies among the town's files."""
    return f"papers/{sha256[:2]}/{sha256}.pdf"
