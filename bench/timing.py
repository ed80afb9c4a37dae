"""Taking times, and telling what else the machine did meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")
SHORTEST = 0.5


def sample(work: Callable[[T], object], items: Sequence[T], warm_up: int) -> list[float]:
    """Seconds that the work took on each item, the first ``warm_up`` left out."""
    seconds = [once(work, item) for item in items]
    return seconds[warm_up:]


def side_by_side(
    work: Callable[[T], object], other: Callable[[T], object], items: Sequence[T], warm_up: int
) -> tuple[list[float], list[float]]:
    """Seconds of both works on each item, taken in turns so that both meet the same machine."""
    pairs = [(once(work, item), once(other, item)) for item in items][warm_up:]
    return [first for first, _ in pairs], [second for _, second in pairs]


def once(work: Callable[[T], object], item: T) -> float:
    """Seconds that the work took on one item."""
    begun = time.perf_counter()
    work(item)
    return time.perf_counter() - begun


class Watch:
    """Tells how much of the processors went to programs that are not ours: not this one, its children, its database."""

    def __init__(self, postmaster: int) -> None:
        self.postmaster, self.last = postmaster, 0.0
        self.begin()

    def begin(self) -> None:
        """Looks at the clocks."""
        self.begun, self.busy, self.own = time.monotonic(), busy(), self.ours()

    def others(self) -> float:
        """Percent of all processors since the last look; the last answer where that was a moment ago."""
        span = time.monotonic() - self.begun
        if span > SHORTEST:
            used = (busy() - self.busy) - (self.ours() - self.own)
            self.last = round(min(max(0.0, used / span / (psutil.cpu_count() or 1) * 100), 100.0), 1)
            self.begin()
        return self.last

    def ours(self) -> float:
        """Processor seconds of this process and the database with all that they started, also of what has ended."""
        return sum(map(tree_seconds, (psutil.Process().pid, self.postmaster)))


def busy() -> float:
    """Processor seconds of the whole machine that were not idle."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def tree_seconds(pid: int) -> float:
    """Processor seconds of a process and its descendants; 0 for one that is gone."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return sum(map(seconds, [process, *process.children(recursive=True)]))
    return 0.0


def seconds(process: psutil.Process) -> float:
    """Processor seconds of one process and of those of its children that have ended."""
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def postmaster_of(data: Path) -> int:
    """Process number of the database server of a data folder; 0 for none."""
    note = data / "pg" / "postmaster.pid"
    return int(note.read_text().split()[0]) if note.is_file() else 0
