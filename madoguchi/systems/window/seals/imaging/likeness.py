"""How alike two impressions look: for a caution to a person, never for a decision."""

from __future__ import annotations

import numpy as np
from PIL import Image

from .inside import inside
from .reading import Pixels

SIDE = 64
TURNS = (-6, -4, -2, 0, 2, 4, 6)
SHIFTS = (-2, 0, 2)
OTHER_SIZE = 1.18


def likeness(one: Pixels, other: Pixels) -> float:
    """From 0 (nothing in common) to 1 (the same), with small turns and shifts allowed for. Grey pictures, cropped.

    Only what lies within the rim is compared: round rims are alike.
    """
    shape = (one.shape[0] / one.shape[1]) / (other.shape[0] / other.shape[1])
    if not 1 / OTHER_SIZE < shape < OTHER_SIZE:
        return 0.0
    plain = even(Image.fromarray(inside(1 - one).astype(np.float32)))
    image = Image.fromarray(inside(1 - other).astype(np.float32))
    return max(alike(plain, even(image.rotate(turn, Image.Resampling.BILINEAR))) for turn in TURNS)


def even(image: Image.Image) -> Pixels:
    """The ink in one size."""
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), dtype=np.float32)


def alike(one: Pixels, other: Pixels) -> float:
    """The best correlation over small shifts."""
    return max(correlation(one, np.roll(other, (down, across), axis=(0, 1))) for down in SHIFTS for across in SHIFTS)


def correlation(one: Pixels, other: Pixels) -> float:
    """The correlation of two pictures; 0 where one is plain."""
    first, second = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return max(0.0, float((first * second).sum()) / norm) if norm else 0.0
