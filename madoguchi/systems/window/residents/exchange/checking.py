"""Checking a file from its first byte to its last line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .cells import CellCheck
from .columns import COLUMNS
from .faults import Fault, UnreadableFile
from .heading import heading_faults
from .lines import Line, Setting, line_faults
from .reading import Layout, layout_of, records
from .whole import Whole

Tell = Callable[[int, int | None, str], None]
Note = Callable[[Fault], None]
VARYING = re.compile(r"\d{4}-\d\d-\d\d|\d+(?=行目|個あり|字あり|行あり)")
RELATION = {"続柄コード1", "続柄表記"}


@dataclass
class Checked:
    """What a check found. ``reasons`` counts faults by column and reason; ``whole`` has the lines when all are good."""

    layout: Layout | None = None
    line_count: int = 0
    fault_count: int = 0
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    whole: Whole = field(default_factory=Whole)

    @property
    def is_good(self) -> bool:
        """Whether there is no fault at all."""
        return not self.fault_count

    def add(self, fault: Fault) -> None:
        """Counts a fault."""
        self.fault_count += 1
        self.reasons[(fault.column, generic(fault.reason))] += 1


class Check:
    """One check of one file. ``note`` is given every fault as it is found; ``tell`` hears how far the reading is."""

    def __init__(self, path: Path, setting: Setting, note: Note, tell: Tell) -> None:
        self.path, self.setting, self.note, self.tell = path, setting, note, tell
        self.found = Checked()

    def run(self) -> Checked:
        """Reads and judges every line. A file that cannot be read has one fault that says why."""
        try:
            self.found.layout = layout_of(self.path)
            self.read(records(self.path, self.found.layout))
        except UnreadableFile as unreadable:
            self.add([unreadable.fault])
        return self.found

    def read(self, lines: Iterator[tuple[int, list[str]]]) -> None:
        """The heading first, then every line, then all of them together."""
        number, heading = next(lines)
        faults = heading_faults(heading, number)
        self.add(faults)
        if faults:
            return
        self.read_lines(lines)
        if not self.found.line_count and self.found.is_good:
            self.add(
                [Fault(0, "", "", "見出し行だけで、人の行がありません。", "データのあるファイルか確かめてください。")]
            )
        self.add(self.found.whole.faults())

    def read_lines(self, lines: Iterator[tuple[int, list[str]]]) -> None:
        """Every line by itself. A good one, and one whose cells are good, is remembered for the checks across lines."""
        cells_of = CellCheck()
        total = self.found.layout.lines if self.found.layout else None
        for number, cells in lines:
            self.found.line_count += 1
            if len(cells) == len(COLUMNS):
                cells = tidy(cells)
            self.judge(Line(number, cells), cells_of.faults(number, cells))
            if self.found.line_count % 1000 == 0:
                self.tell(self.found.line_count, total, "行を検査しています")

    def judge(self, line: Line, bad: list[Fault]) -> None:
        """Notes the faults of a line. What it is in its household stays open where that cannot be read."""
        faults = bad or list(line_faults(line, self.setting))
        self.add(faults)
        if bad or any(fault.column in RELATION for fault in faults):
            self.found.whole.leave_out(line.cells)
        else:
            self.found.whole.add(line)

    def add(self, faults: Iterable[Fault]) -> None:
        """Counts and notes faults."""
        for fault in faults:
            self.found.add(fault)
            self.note(fault)


def tidy(cells: list[str]) -> list[str]:
    """The cells as they are judged: blanks at their ends do not count (but are kept for the export)."""
    return [cell.strip(" ") if cell[:1] == " " or cell[-1:] == " " else cell for cell in cells]


def generic(reason: str) -> str:
    """The reason without the parts that differ from line to line, so that like faults are counted together."""
    return VARYING.sub("＃", reason)
