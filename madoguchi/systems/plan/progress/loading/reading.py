"""From bytes to lines with their numbers, each cell under the name of its column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from madoguchi.foundation.uploads import UploadRefused, read_text

from .faults import Fault

MOST_BYTES = 1 << 20
MOST_LINES = 2_000


@dataclass(frozen=True)
class Line:
    """One line of a file."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, reason: str, hint: str = "") -> Fault:
        """A fault of one of its columns."""
        return Fault(self.file, self.number, column, self[column], reason, hint)


@dataclass
class Sheet:
    """A file that was read: its heading, its lines, and what is wrong with them as a file."""

    file: str
    heading: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def lack(self, reason: str, hint: str = "", *, line: int = 0, column: str = "") -> None:
        """Notes a fault of the file."""
        self.faults.append(Fault(self.file, line, column, "", reason, hint))


def read(content: bytes, file: str) -> Sheet:
    """Reads a CSV file in UTF-8 or Shift_JIS. A file that cannot be read has faults and no lines."""
    sheet = Sheet(file)
    try:
        text = read_text(io.BytesIO(content), most_bytes=MOST_BYTES)
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        take(sheet, rows)
    except UploadRefused as refusal:
        sheet.lack(str(refusal))
    except csv.Error:
        sheet.lack("CSVとして読めません。", '引用符（"）の対を確かめてください。', line=len(sheet.lines) + 2)
    return sheet


def take(sheet: Sheet, rows: Iterator[list[str]]) -> None:
    """The heading and every line that is not empty."""
    sheet.heading = tuple(cell.strip() for cell in next(rows, []))
    reader_line = 1
    for cells in rows:
        reader_line = getattr(rows, "line_num", reader_line + 1)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(sheet.heading):
            reason = f"列が{len(cells)}個あります。見出しは{len(sheet.heading)}個です。"
            sheet.lack(reason, "コンマの数を確かめてください。", line=reader_line)
            continue
        named = dict(zip(sheet.heading, (cell.strip() for cell in cells), strict=True))
        sheet.lines.append(Line(sheet.file, reader_line, named))
    if not sheet.lines and not sheet.faults:
        sheet.lack("見出し行だけで、中身の行がありません。")
    if len(sheet.lines) > MOST_LINES:
        sheet.lack(f"行が多すぎます（{MOST_LINES:,}行まで）。")


def check_heading(sheet: Sheet, wanted: Sequence[str]) -> None:
    """Every column that is unknown, missing or doubled; nothing of a file that could not be read at all."""
    if not sheet.heading:
        return
    counts = Counter(sheet.heading)
    hint = f"見出しは {','.join(wanted)} です。"
    for name, count in counts.items():
        if name not in wanted:
            sheet.faults.append(Fault(sheet.file, 1, name, name, "知らない列です。", hint))
        elif count > 1:
            sheet.faults.append(Fault(sheet.file, 1, name, name, f"同じ列が{count}回あります。", hint))
    for name in wanted:
        if name not in counts:
            sheet.lack("列がありません。", hint, line=1, column=name)
