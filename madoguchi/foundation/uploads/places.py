"""An upload as a file that has a place, for whoever must read it more than once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile


@contextmanager
def placed(upload: UploadedFile) -> Iterator[Path]:
    """The upload as a private file that is gone afterwards."""
    with NamedTemporaryFile() as copy:
        for piece in upload.chunks():
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)
