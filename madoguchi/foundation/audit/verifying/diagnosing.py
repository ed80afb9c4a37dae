"""Telling what was done: a second look at all entries, only where something is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..chain import end_of, link
from .faults import Fault, Kind
from .rows import Row
from .walking import Walk


@dataclass(frozen=True)
class Suspect:
    """A place where something is wrong: the entry that stands there or comes next, and where the walk stood.

    ``length`` is how many entries the lane has now.
    """

    walk: Walk
    fault: Fault
    row: Row
    length: int

    def explains(self, other: Row) -> bool:
        """True when another entry belongs here: the two were put in each other's place, whole or in parts."""
        if (other.lane, other.position) == (self.row.lane, self.row.position):
            return False
        return self.missing(other) if self.fault.kind is Kind.REMOVED else self.exchanged(other)

    def missing(self, other: Row) -> bool:
        """True when another entry is the one that is missing before ``row``."""
        if self.walk.digests and self.row.block == self.walk.block:
            return self.walk.last < other.id < self.row.id and other.fits(self.walk.head)
        head = end_of(self.walk.digests) if self.walk.digests else self.walk.head
        return other.fits(head) and (other.id < self.row.id or not self.row.fits(head))

    def exchanged(self, other: Row) -> bool:
        """True when another entry, or what it says, was written where ``row`` stands."""
        head, row, mine, theirs = self.walk.head, self.row, self.row.found(), other.found()
        if (other.lane, other.block) == (row.lane, self.walk.block) and link(head, other.id, theirs) == other.digest:
            return False  # it stands in the same block, as it should
        tried = {link(head, number, content) for number, content in pairs(row.id, other.id, mine, theirs)}
        return bool(tried & {bytes(row.digest), bytes(other.digest)})

    def settled(self, found: bool) -> Fault:
        """The fault, called by its name."""
        if found:
            return replace(self.fault, kind=Kind.REORDERED)
        if self.fault.kind is Kind.CHANGED and self.row.found() == self.row.content and self.walk.known > self.length:
            return replace(self.fault, kind=Kind.REMOVED)
        return self.fault


def pairs(mine: int, theirs: int, said: bytes, theirs_said: bytes) -> Sequence[tuple[int, bytes]]:
    """Number and content of an entry in which something of the other is."""
    return (mine, theirs_said), (theirs, said), (theirs, theirs_said)


def diagnose(suspects: Sequence[Suspect], rows: Iterable[Row]) -> list[Fault]:
    """The faults of these places, in one more reading of all entries."""
    open_ones, found = list(range(len(suspects))), set[int]()
    for row in rows if suspects else ():
        for number in [each for each in open_ones if suspects[each].explains(row)]:
            found.add(number)
            open_ones.remove(number)
        if not open_ones:
            break
    return [suspect.settled(number in found) for number, suspect in enumerate(suspects)]
