"""Ink apart from paper: how much of each pixel is ink, whatever the light was."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageFilter

from .reading import Pixels

RED = 0.18
ENOUGH_RED = 0.0008


def ink_of(rgb: Pixels) -> Pixels:
    """Ink from 0 (paper) to 1 (full), for red ink by its colour and for black ink by its darkness.

    The paper's own brightness around each pixel is taken out first, so that the shadow of a phone is no ink.
    """
    even = rgb / np.maximum(paper_of(rgb), 0.08)
    red = even[..., 0] - even[..., 1:].max(axis=2)
    if (red > RED).mean() > ENOUGH_RED:
        return stretched(np.clip(red, 0, 1))
    return stretched(np.clip(1 - even.min(axis=2), 0, 1))


def paper_of(rgb: Pixels) -> Pixels:
    """The colour of the paper around each pixel: of each cell the brightest part, without outliers, smoothed."""
    height, width = rgb.shape[:2]
    cell = max(12, max(height, width) // 14)
    rows, columns = math.ceil(height / cell), math.ceil(width / cell)
    padded = np.pad(rgb, ((0, rows * cell - height), (0, columns * cell - width), (0, 0)), mode="edge")
    cells = padded.reshape(rows, cell, columns, cell, 3).transpose(0, 2, 4, 1, 3).reshape(rows, columns, 3, -1)
    coarse = np.percentile(cells, 92, axis=3).astype(np.float32)
    return np.stack([spread(coarse[..., each], (width, height)) for each in range(3)], axis=2)


def spread(coarse: Pixels, size: tuple[int, int]) -> Pixels:
    """A coarse map without its dark cells (a cell full of ink), as large as the picture."""
    bright = (
        Image.fromarray(coarse).filter(ImageFilter.MaxFilter(3)) if min(coarse.shape) > 2 else Image.fromarray(coarse)
    )
    return np.asarray(bright.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def stretched(ink: Pixels) -> Pixels:
    """Between what is surely paper and what is surely ink, from 0 to 1; edges stay soft."""
    limit = otsu(ink)
    under, over = ink[ink < limit], ink[ink >= limit]
    if not over.size or not under.size:
        return np.zeros_like(ink)
    full = float(np.median(over))
    paper = float(np.median(under))
    low, high = paper + 0.25 * (full - paper), paper + 0.75 * (full - paper)
    return np.clip((ink - low) / max(high - low, 1e-3), 0, 1)


def otsu(values: Pixels) -> float:
    """The limit between two heaps of values (Otsu)."""
    counts, edges = np.histogram(values, bins=128, range=(0, 1))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(middles[int(np.nanargmax(np.nan_to_num(apart)))])
