"""Text and CSV files: text in an encoding that we read, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import codecs
from typing import IO

from django.conf import settings

from .errors import UploadRefused
from .kinds import HEAD, kind_of

PIECE = 1 << 20
ENCODINGS = ("utf-8", "cp932")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SAVE_AS = "CSV（UTF-8またはShift_JIS）で保存し直してください。"


def check_text(file: IO[bytes], *, most_bytes: int = 0) -> None:
    """Refuses what is not a text file in UTF-8 or Shift_JIS, or larger than allowed; leaves the file at its beginning.

    ``most_bytes`` 0 means the figure of the settings. Raises UploadRefused.
    """
    most = most_bytes or settings.MADOGUCHI_UPLOADS["text"]
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip():
        raise UploadRefused("ファイルが空です。書き出し元で、データのあるファイルを作り直してください。")
    if kind := kind_of(head):
        raise UploadRefused(f"{kind.value}です。{SAVE_AS}")
    if not any(is_in(file, encoding, most) for encoding in ENCODINGS):
        raise UploadRefused(f"UTF-8でもShift_JIS（CP932）でもない文字があります。{SAVE_AS}")
    file.seek(0)


def read_text(file: IO[bytes], *, most_bytes: int = 0) -> str:
    """The whole text of a file that ``check_text`` lets in, without a BOM. Raises UploadRefused."""
    check_text(file, most_bytes=most_bytes)
    content = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")


def is_in(file: IO[bytes], encoding: str, most: int) -> bool:
    """Whether the whole file is of the encoding. Raises UploadRefused for a binary one or one that is too large."""
    file.seek(0)
    decoder, size = codecs.getincrementaldecoder(encoding)("strict"), 0
    try:
        for piece in iter(lambda: file.read(PIECE), b""):
            size += len(piece)
            if size > most:
                raise UploadRefused(f"ファイルが大きすぎます（{most // (1024 * 1024)}MBまで）。分けて送ってください。")
            if b"\0" in piece:
                raise UploadRefused(f"文字のファイルではありません（制御文字を含みます）。{SAVE_AS}")
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def safe_cell(text: str) -> str:
    """A cell for a file that people open in a spreadsheet: one that would be a formula gets an apostrophe before it.

    Numbers stay numbers. Files for machines are written without it: what they hold must come back unchanged.
    """
    if text.startswith(FORMULA) and not is_number(text):
        return f"'{text}"
    return text


def is_number(text: str) -> bool:
    """Whether a text is a plain number, such as -3 or +0.5."""
    digits = text[1:].replace(",", "").replace(".", "", 1)
    return text[:1] in "+-" and digits.isascii() and digits.isdigit()
