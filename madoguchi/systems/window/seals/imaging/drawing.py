"""Invented impressions, for demo and tests: a rim and a name in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .reading import Pixels

Shape = Literal["round", "square", "oval"]
OVERSAMPLE = 2


@cache
def typeface(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A typeface in one size."""
    return ImageFont.truetype(str(path), size)


def draw_seal(
    text: str, *, width_mm: float, pixels_per_mm: float, font: Path, shape: Shape = "round", rim_mm: float = 0.6
) -> Pixels:
    """An impression, exactly ``width_mm`` wide, cropped: grey from 0 (ink) to 1. Two or more characters to a column."""
    scale = pixels_per_mm * OVERSAMPLE
    width = round(width_mm * scale)
    height = round(width * (1.3 if shape == "oval" else 1))
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    rim = max(1, round(rim_mm * scale))
    box = (0, 0, width - 1, height - 1)
    if shape == "square":
        pen.rounded_rectangle(box, radius=rim, outline=0, width=rim)
    else:
        pen.ellipse(box, outline=0, width=rim)
    write(pen, columns_of(text), (width, height), share=0.66 if shape == "square" else 0.58, font=font)
    small = image.resize((round(width_mm * pixels_per_mm), round(height / OVERSAMPLE)), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32) / 255


def columns_of(text: str) -> list[str]:
    """The characters in columns, the first column being the rightmost: 渡辺 one column, 四街道市 two."""
    if len(text) <= 2:
        return [text]
    half = (len(text) + 1) // 2
    return [text[:half], text[half:]]


def write(pen: ImageDraw.ImageDraw, columns: Sequence[str], size: tuple[int, int], *, share: float, font: Path) -> None:
    """The characters, each in its cell."""
    width, height = size
    cell_width = width * share / len(columns)
    for number, column in enumerate(columns):
        middle = width / 2 + (len(columns) - 1 - 2 * number) * cell_width / 2
        cell_height = height * (share + 0.12) / max(len(column), 1)
        letter = typeface(font, max(4, round(min(cell_width * 1.05, cell_height))))
        for row, character in enumerate(column):
            at = height / 2 + (2 * row - (len(column) - 1)) * cell_height / 2
            pen.text((middle, at), character, fill=0, font=letter, anchor="mm")
