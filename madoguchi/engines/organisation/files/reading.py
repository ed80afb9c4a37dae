"""From an uploaded file to lines of named cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from madoguchi.foundation.uploads import UploadRefused, read_text

MOST_LINES = 5000
MOST_FAULTS = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong: ``line`` counts from 1 as in a spreadsheet, 0 for the whole file; ``column`` is its heading."""

    line: int
    column: str
    words: str


class Faulty(Exception):  # noqa: N818 - an answer, not a failure
    """A file cannot be taken: ``faults`` say why, in the order of the lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)}件の誤りがあります。")
        self.faults = sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS]


@dataclass(frozen=True)
class Line:
    """One line: heading → cell without blanks around it."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_lines(file: IO[bytes], headings: Sequence[str]) -> list[Line]:
    """The lines below the heading, without blank ones; ``/`` in a heading is read as ``・``.

    Raises Faulty: not a text, wrong headings, too many or too few cells, an open quotation mark, no lines.
    """
    rows = rows_of(text_of(file))
    if not rows:
        raise Faulty([Fault(1, "", "見出しの行がありません。")])
    head = [cell.strip().replace("/", "・") for cell in rows[0][1]]
    if missing := [name for name in headings if name not in head]:
        words = f"1行目は {'、'.join(headings)} としてください。"
        raise Faulty([Fault(1, name, f"見出し「{name}」がありません。{words}") for name in missing])
    return lines_of(rows[1:], head)


def text_of(file: IO[bytes]) -> str:
    """The text of a file in UTF-8 or Shift_JIS. Raises Faulty."""
    try:
        return read_text(file)
    except UploadRefused as refusal:
        raise Faulty([Fault(0, "", str(refusal))]) from refusal


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Number and cells of each row that is not blank. Raises Faulty."""
    reader, begin, found = csv.reader(io.StringIO(text, newline=""), strict=True), 1, []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise Faulty([Fault(begin, "", '引用符（"）が閉じていないか、余分にあります。')]) from error
    if len(found) > MOST_LINES + 1:
        raise Faulty([Fault(0, "", f"行が多すぎます（{MOST_LINES:,}行まで）。")])
    return found


def lines_of(rows: Sequence[tuple[int, list[str]]], head: Sequence[str]) -> list[Line]:
    """Rows by their headings. Raises Faulty."""
    wrong = [number for number, cells in rows if len(cells) != len(head)]
    if wrong:
        raise Faulty([Fault(number, "", f"列の数が見出し（{len(head)}列）と合いません。") for number in wrong])
    if not rows:
        raise Faulty([Fault(0, "", "見出しの下に、1行もありません。")])
    return [Line(number, dict(zip(head, (cell.strip() for cell in cells), strict=True))) for number, cells in rows]
