"""What may be attached: pictures, texts and CSV, as ``foundation/uploads`` takes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from madoguchi.foundation.uploads import check_text, clean_image, kind_of
from madoguchi.foundation.uploads.kinds import HEAD, Kind

PICTURES = (Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP)
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "text/csv": ".csv", "text/plain": ".txt"}
LONGEST_NAME = 100


@dataclass(frozen=True)
class File:
    """A file as it will be kept."""

    name: str
    content_type: str
    content: bytes


def read_attachment(name: str, file: IO[bytes]) -> File:
    """Reads a file that was sent; its ending is that of what it is. Raises UploadRefused."""
    head = file.read(HEAD)
    file.seek(0)
    stem = (PurePath(name.replace("\\", "/")).stem or "添付")[:LONGEST_NAME]
    if kind_of(head) in PICTURES:
        picture = clean_image(file, kinds=PICTURES)
        return File(stem + ENDINGS[picture.content_type], picture.content_type, picture.data)
    check_text(file)
    content_type = "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return File(stem + ENDINGS[content_type], content_type, file.read())
