"""Files that are attached to something: pictures, PDF, Word, Excel and PowerPoint, texts and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from .documents import clean_pdf
from .images import FORMATS, clean_image
from .kinds import HEAD, Kind, kind_of
from .office import clean_office
from .texts import check_text

PDF = "application/pdf"
ENDINGS = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/csv": ".csv", "text/plain": ".txt"}
LONGEST_NAME = 100


@dataclass(frozen=True)
class Attachment:
    """A file as it will be kept; its name ends as what it is."""

    name: str
    content_type: str
    content: bytes


def read_attachment(name: str, file: IO[bytes], *, most_bytes: int = 0) -> Attachment:
    """Reads a file that was sent: a picture is drawn anew, a PDF or Office file written anew, a text stays as it is.

    ``most_bytes`` 0 means the figures of the settings. Raises UploadRefused.
    """
    file.seek(0)
    head = file.read(HEAD)
    stem = (PurePath(name.replace("\\", "/")).stem or "添付")[:LONGEST_NAME]
    if kind_of(head) == Kind.PDF:
        return Attachment(stem + ENDINGS[PDF], PDF, clean_pdf(file, most_bytes=most_bytes))
    if kind_of(head) in (Kind.ZIP, Kind.OLD_OFFICE):
        office = clean_office(file, most_bytes=most_bytes)
        return Attachment(stem + office.ending, office.content_type, office.content)
    if kind_of(head) in FORMATS:
        picture = clean_image(file, most_bytes=most_bytes)
        return Attachment(stem + ENDINGS[picture.content_type], picture.content_type, picture.data)
    check_text(file, most_bytes=most_bytes)
    content_type = "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return Attachment(stem + ENDINGS[content_type], content_type, file.read())
