"""From bytes to lines: which encoding and line ends a file has, and whether it is a CSV file at all."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .faults import UnreadableFile

PIECE = 1 << 20
LONGEST = 100_000
UTF8, CP932 = "utf-8", "cp932"
BOM = codecs.BOM_UTF8
SIGNS = (
    (b"PK\x03\x04", "ZIPまたはExcel（xlsx）のファイルです。"),
    (b"\xd0\xcf\x11\xe0", "Excel（xls）などの古い形式のファイルです。"),
    (b"%PDF", "PDFのファイルです。"),
    (b"\x1f\x8b", "圧縮されたファイル（gzip）です。"),
    (codecs.BOM_UTF16_LE, "文字コードがUTF-16です。"),
    (codecs.BOM_UTF16_BE, "文字コードがUTF-16です。"),
)
SAVE_AS_CSV = "CSV（UTF-8またはShift_JIS）で保存し直してください。"


@dataclass(frozen=True)
class Layout:
    """How a file is written. ``encoding`` is utf-8, utf-8-sig (with BOM) or cp932; ``newline`` LF or CR (CR and LF).

    ``lines`` counts line ends, to tell how far the reading is.
    """

    encoding: str
    newline: str
    lines: int

    @property
    def newline_text(self) -> str:
        """The line end itself."""
        return "\r\n" if self.newline == "CR" else "\n"


def layout_of(path: Path) -> Layout:
    """Reads the whole file once. Raises UnreadableFile for one that is empty, binary or in another encoding."""
    with path.open("rb") as file:
        head = file.read(PIECE)
    if not head.strip():
        raise UnreadableFile("ファイルが空です。", "書き出し元で、データのあるファイルを作り直してください。")
    for sign, words in SIGNS:
        if head.startswith(sign):
            raise UnreadableFile(words, SAVE_AS_CSV)
    newline = "CR" if b"\r\n" in head else "LF"
    return Layout(encoding_of(path, head.startswith(BOM)), newline, line_ends(path))


def line_ends(path: Path) -> int:
    """How many lines end in the file."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))


def encoding_of(path: Path, has_bom: bool) -> str:
    """utf-8-sig, utf-8 or cp932. Raises UnreadableFile with the line of the first sign that is neither."""
    as_utf8 = first_undecodable(path, UTF8)
    if as_utf8 is None:
        return "utf-8-sig" if has_bom else UTF8
    as_cp932 = None if has_bom else first_undecodable(path, CP932)
    if not has_bom and as_cp932 is None:
        return CP932
    line = max(as_utf8, as_cp932 or 0)
    raise UnreadableFile(f"{line}行目に、UTF-8でもShift_JIS（CP932）でもない文字があります。", SAVE_AS_CSV, line=line)


def first_undecodable(path: Path, encoding: str) -> int | None:
    """The line of the first bytes that are not of the encoding; None where all are. Raises UnreadableFile for NUL."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(PIECE), b""):
            if b"\0" in piece:
                raise UnreadableFile("文字のファイルではありません（制御文字を含みます）。", SAVE_AS_CSV)
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += piece.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if encoding == UTF8:
            raise cut_off(line) from None
        return line
    return None


def cut_off(line: int) -> UnreadableFile:
    """The file ends in the middle of a sign."""
    return UnreadableFile(
        f"{line}行目で、ファイルが文字の途中で切れています。", "書き出し元で作り直すか、写し直してください。", line=line
    )


def records(path: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Line number (from 1, where the record begins) and cells, without blank lines; the heading comes first.

    Raises UnreadableFile for a line that is too long or a quotation mark that is never closed.
    """
    with path.open(encoding=layout.encoding, newline="") as file:
        reader = csv.reader(bounded(file), strict=True)
        begin = 1
        try:
            for cells in reader:
                if cells:
                    yield begin, cells
                begin = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableFile(
                f'{begin}行目から先を読めません。引用符（"）が閉じていないか、余分にあります。',
                "その行の引用符を直してください。",
                line=begin,
            ) from error


def bounded(file: TextIO) -> Iterator[str]:
    """The physical lines. Raises UnreadableFile where one is longer than any line of this file can be."""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST), ""), start=1):
        if len(line) >= LONGEST:
            raise UnreadableFile(
                f"{number}行目が長すぎます（{LONGEST:,}字以上）。改行のないファイルかもしれません。",
                "1人1行のファイルか確かめてください。",
                line=number,
            )
        yield line
