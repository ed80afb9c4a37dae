"""Attachments kept by their hash, sealed: nobody reads them from the disk, nothing can be put in their place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files.storage import default_storage

from madoguchi.foundation.vault.errors import NotAuthenticError
from madoguchi.foundation.vault.files import read_sealed, seal_bytes

FOLDER = "approvals"
PURPOSE = "approvals.attachment"


class AttachmentLostError(RuntimeError):
    """The kept file is missing, or is not the one that was attached."""


def keep(content: bytes) -> str:
    """Stores a file, sealed; gives its SHA-256. On the disk when it returns; the same file again changes nothing, or
    puts a damaged one right."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        kept(sha256)
    except AttachmentLostError:
        seal_bytes(content, path_of(sha256), purpose=PURPOSE, bound_to=owner(sha256))
    return sha256


def kept(sha256: str) -> bytes:
    """The file with this hash. Raises AttachmentLostError where it is missing or was altered, KeyLostError."""
    try:
        content = read_sealed(path_of(sha256), purpose=PURPOSE, bound_to=owner(sha256))
    except (FileNotFoundError, NotAuthenticError) as error:
        raise AttachmentLostError(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise AttachmentLostError(sha256)
    return content


def path_of(sha256: str) -> Path:
    """The file of an attachment."""
    return Path(default_storage.path(f"{FOLDER}/{sha256[:2]}/{sha256}"))


def owner(sha256: str) -> str:
    """What an attachment is bound to."""
    return f"attachment:{sha256}"
