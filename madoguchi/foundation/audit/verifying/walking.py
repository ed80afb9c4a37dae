"""Walking along one lane. Pure: rows and marks come in, the first place where something is wrong comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..chain import end_of, genesis, link
from .faults import Fault, Kind
from .rows import Row


@dataclass(frozen=True)
class Mark:
    """The head of a lane after some entries, and who remembers it."""

    head: bytes
    known_by: str


@dataclass
class Walk:
    """One lane while it is walked along.

    ``length`` is how many entries the lane says it has; ``marks``: position → what the lane itself, stamps and the file
    outside the database remember. ``head`` is that on which the present block stands; ``digests`` and
    ``numbers`` are those of the block so far.
    """

    lane: int
    length: int
    marks: Mapping[int, list[Mark]]
    head: bytes = b""
    block: int = 1
    place: int = 0
    digests: list[bytes] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    fault: Fault | None = None

    def __post_init__(self) -> None:
        self.head = genesis(self.lane)

    def step(self, row: Row) -> bool:
        """Takes the next entry. False where it is not the one that was written there; ``fault`` then says why."""
        expected = self.place + 1
        if row.position != expected:
            self.fault = Fault(Kind.REMOVED, self.lane, expected, f"次にあるのは {row.position} 番目の記録です。")
            return False
        if self.digests and row.block != self.block:
            self.end_block()
        if self.fault is None and not self.digests:
            self.block = row.position
        if self.fault is None:
            self.look_at(row)
        if self.fault is None:
            self.place = expected
            self.digests.append(bytes(row.digest))
            self.numbers.append(row.id)
        return self.fault is None

    def look_at(self, row: Row) -> None:
        """Compares an entry with its digests and its block."""
        content = row.found()
        if content != bytes(row.content):
            self.fault = self.at(row, Kind.CHANGED, "内容が、書かれたときの指紋と合いません。")
        elif link(self.head, row.id, content) != bytes(row.digest):
            self.fault = self.at(row, Kind.CHANGED, "前の記録とのつながりが合いません。")
        elif row.block != self.block:
            self.fault = self.at(row, Kind.CHANGED, "まとまりの印が合いません。")
        elif self.digests and row.id < self.last:
            place = self.block + sum(number < row.id for number in self.numbers)
            why = f"一度に書かれた記録の番号が前後しています（ここにあるべきものは記録 {row.id}）。"
            self.fault = Fault(Kind.REORDERED, self.lane, place, why, self.numbers[place - self.block], row.at)

    def at(self, row: Row, kind: Kind, why: str) -> Fault:
        """A fault at an entry."""
        return Fault(kind, self.lane, row.position, why, row.id, row.at)

    def end_block(self) -> None:
        """Goes on to the head after the block, and compares it with what is remembered of this place."""
        last, self.head = self.last, end_of(self.digests)
        self.digests, self.numbers = [], []
        for mark in self.marks.get(self.place, ()):
            if mark.head != self.head and self.fault is None:
                why = f"{mark.known_by}が覚えている指紋と合いません。この前のどこかが、つながりごと書き直されています。"
                self.fault = Fault(Kind.CHANGED, self.lane, self.place, why, last)

    def end(self) -> Fault | None:
        """After the last entry: the first fault; it may be that the lane was longer once, or is longer than it says."""
        if self.fault is None and self.digests:
            self.end_block()
        if self.fault is None and self.known > self.place:
            why = f"{self.marks[self.known][0].known_by}は、{self.known} 番目まであったことを覚えています。"
            self.fault = Fault(Kind.CUT_OFF, self.lane, self.place + 1, why)
        elif self.fault is None and self.length < self.place:
            why = "列が知らない記録が、末尾に足されています。"
            self.fault = Fault(Kind.CHANGED, self.lane, self.length + 1, why)
        return self.fault

    @property
    def last(self) -> int:
        """The number of the entry before, in the present block; 0 at its beginning."""
        return self.numbers[-1] if self.numbers else 0

    @property
    def known(self) -> int:
        """How long the lane was at some time, as anyone remembers."""
        return max(self.marks, default=0)
