"""Figures: what was measured, beside what, against which bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Beside:
    """A floor (the same without our code) or a peer, measured in the same run."""

    name: str
    value: float


@dataclass(frozen=True)
class Bar:
    """What a figure must reach: at most ``limit``, or at least it."""

    limit: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value reaches the bar."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        people: how many people the town's record holds.
        n: number of samples; ``warm_up``: those before them that do not count.
        beside: floors and peers, in the same unit.
        note: what else is worth knowing, e.g. which index served.
        others: share of all processors, in percent, that programs not ours used meanwhile.
    """

    measure: str
    name: str
    value: float
    unit: str
    people: int
    n: int
    warm_up: int
    beside: tuple[Beside, ...] = ()
    bar: Bar | None = None
    note: str = ""
    others: float = 0.0

    @property
    def holds(self) -> bool | None:
        """Whether the bar is reached; None where there is none."""
        return self.bar.holds(self.value) if self.bar else None

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {**asdict(self), "holds": self.holds}


def percentile(seconds: Sequence[float], rank: float) -> float:
    """The time in ms that ``rank`` percent of the samples do not exceed (the next sample upwards, never in between)."""
    return float(np.percentile(seconds, rank, method="higher")) * 1000
