"""The inside of an impression: what lies within the rim tells seals apart, and shows how they lie."""

from __future__ import annotations

import numpy as np

from .reading import Pixels

WITHIN = 0.8


def inside(ink: Pixels, within: float = WITHIN) -> Pixels:
    """The ink within an ellipse of that share of the box; outside of it nothing."""
    height, width = ink.shape
    down, across = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.where(across**2 + down**2 <= within**2, ink, 0)
