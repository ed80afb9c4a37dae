"""Clean impressions as PNG: grey, with their resolution, the same bytes for the same impression."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .cleaning import MM_PER_INCH
from .reading import Pixels

DPI = 600
LEVELS = 16


def to_png(grey: Pixels, *, width_mm: float | None = None) -> bytes:
    """A PNG; with a width, resampled to 600 dpi of that width in sixteen shades (a register holds many)."""
    image = Image.fromarray(np.round(grey * 255).astype(np.uint8))
    if width_mm is None:
        return encoded(image)
    width = max(1, round(width_mm / MM_PER_INCH * DPI))
    height = max(1, round(width * grey.shape[0] / grey.shape[1]))
    fine = np.asarray(image.resize((width, height), Image.Resampling.LANCZOS), dtype=np.float32)
    shades = Image.fromarray(np.round(fine / 255 * (LEVELS - 1)).astype(np.uint8), "P")
    shades.putpalette([round(shade * 255 / (LEVELS - 1)) for shade in range(LEVELS) for _ in range(3)])
    return encoded(shades, bits=4, dpi=(DPI, DPI))


def plain_png(ink: NDArray[np.bool_]) -> bytes:
    """A PNG of ink and paper without shades, at 600 dpi: small and quick to make."""
    return encoded(Image.fromarray(~ink), dpi=(DPI, DPI), compress_level=1)


def encoded(image: Image.Image, **options: Any) -> bytes:
    """The bytes of a PNG."""
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def from_png(data: bytes) -> Pixels:
    """The grey of a PNG that ``to_png`` made."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        return np.asarray(image.convert("L"), dtype=np.float32) / 255


def red_png(data: bytes) -> bytes:
    """The impression as vermilion ink on nothing, for screens."""
    ink = 1 - from_png(data)
    pixels = np.empty((*ink.shape, 4), dtype=np.uint8)
    pixels[..., :3] = (200, 22, 29)
    pixels[..., 3] = np.round(ink * 255)
    return encoded(Image.fromarray(pixels, "RGBA"))
