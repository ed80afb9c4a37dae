"""Invented impressions, for demo and tests: a rim and a name in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from .reading import Pixels

Shape = Literal["round", "square", "oval"]
Ink: TypeAlias = NDArray[np.bool_]
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
        return [text] if text else []
    half = (len(text) + 1) // 2
    return [text[:half], text[half:]]


def write(pen: ImageDraw.ImageDraw, columns: Sequence[str], size: tuple[int, int], *, share: float, font: Path) -> None:
    """The characters, each in its cell."""
    width, height = size
    cell_width = width * share / max(len(columns), 1)
    for number, column in enumerate(columns):
        middle = width / 2 + (len(columns) - 1 - 2 * number) * cell_width / 2
        cell_height = height * (share + 0.12) / max(len(column), 1)
        letter = typeface(font, max(4, round(min(cell_width * 1.05, cell_height))))
        for row, character in enumerate(column):
            at = height / 2 + (2 * row - (len(column) - 1)) * cell_height / 2
            pen.text((middle, at), character, fill=0, font=letter, anchor="mm")


class Cutter:
    """Cuts many invented seals quickly: rims and characters are drawn once and laid together."""

    def __init__(self, font: Path, *, pixels_per_mm: float) -> None:
        self.font, self.scale = font, pixels_per_mm
        self.rims: dict[tuple[Shape, int], Ink] = {}
        self.letters: dict[tuple[str, int], Ink] = {}
        self.spots: dict[tuple[Shape, int], NDArray[np.intp]] = {}

    def cut(self, text: str, *, width_mm: float, shape: Shape, nick: int) -> Ink:
        """Ink of a seal; ``nick`` breaks the rim by a hair at a place of its own, so that no two are the same."""
        side = round(width_mm * self.scale)
        ink = self.rim(shape, side).copy()
        columns = columns_of(text)
        wide = side * (0.66 if shape == "square" else 0.58) / len(columns)
        for number, column in enumerate(columns):
            tall = side * (0.78 if shape == "square" else 0.7) / len(column)
            for row, character in enumerate(column):
                letter = self.letter(character, max(4, int(min(wide, tall))))
                middle = side / 2 + (len(columns) - 1 - 2 * number) * wide / 2
                self.lay(ink, letter, middle, side / 2 + (2 * row - (len(column) - 1)) * tall / 2)
        rim = self.places(shape, side)
        for down, across in rim[[nick * 104_729 % len(rim), nick * 7_919 % len(rim)]]:
            ink[down : down + 2, across : across + 2] = False
        return ink

    def places(self, shape: Shape, side: int) -> NDArray[np.intp]:
        """Where the rim is."""
        if (shape, side) not in self.spots:
            self.spots[shape, side] = np.argwhere(self.rim(shape, side))
        return self.spots[shape, side]

    def lay(self, ink: Ink, letter: Ink, across: float, down: float) -> None:
        """Lays a character with its middle at a place."""
        top, left = int(down - letter.shape[0] / 2), int(across - letter.shape[1] / 2)
        ink[top : top + letter.shape[0], left : left + letter.shape[1]] |= letter

    def rim(self, shape: Shape, side: int) -> Ink:
        """A rim, drawn once."""
        if (shape, side) not in self.rims:
            drawn = draw_seal("", width_mm=side / self.scale, pixels_per_mm=self.scale, font=self.font, shape=shape)
            self.rims[shape, side] = drawn < 0.5
        return self.rims[shape, side]

    def letter(self, character: str, size: int) -> Ink:
        """A character, drawn once."""
        if (character, size) not in self.letters:
            image = Image.new("L", (size, size), 255)
            at = (size / 2, size / 2)
            ImageDraw.Draw(image).text(at, character, fill=0, font=typeface(self.font, size), anchor="mm")
            self.letters[character, size] = np.asarray(image) < 128
        return self.letters[character, size]
