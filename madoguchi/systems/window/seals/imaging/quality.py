"""What a machine can say of the quality of an impression; eyes decide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .reading import Pixels

DIRECTIONS = 180


@dataclass(frozen=True)
class Quality:
    """``coverage``: share of ink in the box. ``rim``: share of directions in which ink lies on the outline."""

    coverage: float
    rim: float


def quality_of(ink: Pixels) -> Quality:
    """The quality of cropped ink."""
    return Quality(coverage=round(float((ink > 0.5).mean()), 3), rim=round(rim_of(ink), 3))


def rim_of(ink: Pixels) -> float:
    """In how many of the directions from the middle the ink reaches the outline of a circle or of a box."""
    height, width = ink.shape
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    across, down = np.cos(angles), np.sin(angles)
    boxed = 1 / np.maximum(np.abs(across), np.abs(down))
    return max(reached(ink, across, down, reach, width, height) for reach in (np.ones(DIRECTIONS), boxed))


def reached(ink: Pixels, across: Pixels, down: Pixels, reach: Pixels, width: int, height: int) -> float:
    """The share of directions with ink within the outermost tenth of the way to the outline."""
    found = np.zeros(DIRECTIONS, dtype=bool)
    for share in np.linspace(0.89, 0.995, 8):
        columns = ((across * reach * share + 1) / 2 * (width - 1)).round().astype(int)
        rows = ((down * reach * share + 1) / 2 * (height - 1)).round().astype(int)
        found |= ink[rows.clip(0, height - 1), columns.clip(0, width - 1)] > 0.5
    return float(found.mean())
