"""Uploads: a file is what its content says, as large as allowed, and pictures are drawn anew."""

from .attachments import Attachment, read_attachment
from .documents import clean_pdf
from .errors import UploadRefused
from .images import CleanImage, clean_image
from .kinds import Kind, kind_of
from .places import placed
from .texts import check_text, read_text, safe_cell

__all__ = [
    "Attachment",
    "CleanImage",
    "Kind",
    "UploadRefused",
    "check_text",
    "clean_image",
    "clean_pdf",
    "kind_of",
    "placed",
    "read_attachment",
    "read_text",
    "safe_cell",
]
