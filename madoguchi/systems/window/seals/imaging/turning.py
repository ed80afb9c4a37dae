"""Putting an impression upright."""

from __future__ import annotations

import numpy as np
from PIL import Image

from .inside import inside
from .reading import Pixels

LIGHTLY = 9.0
STEP = 0.5
WORKING_SIDE = 150
WORTH = 1.04


def turned(ink: Pixels, degrees: float) -> Pixels:
    """The ink turned anticlockwise; what comes in from outside is paper."""
    if abs(degrees) < 0.05:
        return ink
    image = Image.fromarray(ink)
    return np.clip(np.asarray(image.rotate(degrees, Image.Resampling.BICUBIC, expand=True)), 0, 1)


def upright_angle(ink: Pixels) -> float:
    """How far to turn so that strokes lie level and plumb: at most a few degrees, and only where it is clearly better.

    Strokes that lie along rows and columns make sharp steps in the sums of rows and columns. The rim is left out: a
    round one looks the same however it lies.
    """
    box = boxed(ink)
    shrink = max(1.0, max(box.shape) / WORKING_SIDE)
    size = (max(8, round(box.shape[1] / shrink)), max(8, round(box.shape[0] / shrink)))
    small = Image.fromarray(inside(box).astype(np.float32)).resize(size, Image.Resampling.BOX)
    angles = np.arange(-LIGHTLY, LIGHTLY + STEP / 2, STEP)
    scores = np.array([sharpness(small, float(angle)) for angle in angles])
    best = int(scores.argmax())
    straight = float(scores[len(angles) // 2])
    if straight <= 0 or scores[best] < WORTH * straight:
        return 0.0
    return round(float(angles[best]), 1)


def boxed(ink: Pixels) -> Pixels:
    """The box of what is surely ink."""
    rows, columns = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def sharpness(image: Image.Image, degrees: float) -> float:
    """How sharp the steps in the sums of rows and columns are, with the image turned."""
    pixels = np.asarray(image.rotate(degrees, Image.Resampling.BILINEAR))
    steps = (np.diff(pixels.sum(axis=axis)) for axis in (0, 1))
    return float(sum((step**2).sum() for step in steps))
