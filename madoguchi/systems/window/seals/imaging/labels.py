"""Connected pieces of a mask, by runs of pixels in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]
Run: TypeAlias = tuple[int, int, int]
"""Row, first column, column after the last."""


@dataclass(frozen=True)
class Piece:
    """One connected piece: its box (right and bottom are one past), and how many pixels it has."""

    left: int
    top: int
    right: int
    bottom: int
    area: int
    runs: tuple[Run, ...]

    @property
    def width(self) -> int:
        """Across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Down."""
        return self.bottom - self.top

    def mask(self, shape: tuple[int, ...]) -> Mask:
        """The piece alone, as a mask."""
        drawn = np.zeros(shape, dtype=np.bool_)
        for row, first, last in self.runs:
            drawn[row, first:last] = True
        return drawn


def pieces(mask: Mask) -> list[Piece]:
    """The connected pieces of a mask (sides and corners touch), the largest first."""
    runs, parents = joined(mask)
    groups: dict[int, list[Run]] = {}
    for number, run in enumerate(runs):
        groups.setdefault(root(parents, number), []).append(run)
    return sorted((piece_of(each) for each in groups.values()), key=lambda piece: -piece.area)


def joined(mask: Mask) -> tuple[list[Run], list[int]]:
    """The runs of a mask, and for each the run that it hangs on."""
    runs: list[Run] = []
    parents: list[int] = []
    before: list[int] = []
    for row in range(mask.shape[0]):
        here: list[int] = []
        for first, last in runs_of(mask[row]):
            number = len(runs)
            runs.append((row, first, last))
            parents.append(number)
            here.append(number)
            for other in before:
                if runs[other][1] <= last and first <= runs[other][2]:
                    parents[root(parents, other)] = root(parents, number)
        before = here
    return runs, parents


def runs_of(line: Mask) -> list[tuple[int, int]]:
    """Where a row of the mask is set, as half-open spans."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def root(parents: list[int], number: int) -> int:
    """The run that stands for the piece; shortens the way for the next who asks."""
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def piece_of(runs: list[Run]) -> Piece:
    """A piece from its runs."""
    return Piece(
        left=min(run[1] for run in runs),
        top=runs[0][0],
        right=max(run[2] for run in runs),
        bottom=runs[-1][0] + 1,
        area=sum(last - first for _, first, last in runs),
        runs=tuple(runs),
    )
