"""The locked archive: ZIP with AES-256 (WinZip AE-2), which 7-Zip, WinZip and most archivers open with the password.

File names and the comment are not encrypted by the format: nothing of a resident may stand in them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pyzipper  # type: ignore[import-untyped]

BITS = 256


class Archive:
    """Files are written one after the other, straight into the encryption: nothing lies plain on the disk."""

    def __init__(self, file: IO[bytes], password: str, comment: str) -> None:
        self.zip = pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, allowZip64=True)
        self.zip.setpassword(password.encode())
        self.zip.setencryption(pyzipper.WZ_AES, nbits=BITS)
        self.zip.comment = comment.encode()

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """A file of bytes."""
        with self.zip.open(name, "w", force_zip64=True) as file:
            yield file

    @contextmanager
    def text(
        self, name: str, *, encoding: str = "utf-8", errors: str = "strict", newline: str = ""
    ) -> Iterator[IO[str]]:
        """A file of text; ``newline`` as ``open`` has it."""
        with self.binary(name) as file:
            text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline=newline, write_through=False)
            yield text
            text.flush()
            text.detach()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Writes the end of the archive; an archive that failed gets none."""
        if kind is None:
            self.zip.close()
        else:
            self.zip.fp = None
