"""The copy guard: a tile of dots in which a word is hidden that shows on a copy.

Ground and word have the same tint (one ninth), so that the eye sees an even pale blue. The ground is made of dots so
fine that a copier loses them; the word of dots three times as wide, which it keeps. At 300 dots an inch, a fine dot is
one, a coarse dot three by three. ``python -m madoguchi.engines.paperwork.copyguard`` draws the tile anew.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import fonts

TILE = Path(__file__).parent / "typst" / "copyguard.png"
WORD = "複写"
DPI = 300
SIZE = (864, 648)
"""Width and height in dots; a multiple of the coarse period, so that tiles join without a seam."""
FINE, COARSE = 3, 9
TINT, PAPER = (77, 155, 211), (255, 255, 255)
TURN, CHARACTER, BOLDER = 20, 310, 3


def tile() -> bytes:
    """The tile as PNG with two colours."""
    ink = np.where(whole_cells(hidden_word()), dots(COARSE), dots(FINE))
    picture = Image.fromarray(ink.astype(np.uint8)).convert("P")
    picture.putpalette([*PAPER, *TINT])
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True, bits=1)
    return file.getvalue()


def hidden_word() -> np.ndarray:
    """Where the word is: a mask as large as the tile."""
    path = next(each for each in fonts.files()[fonts.SANS] if "Bold" in each.name)
    picture = Image.new("L", SIZE)
    face = ImageFont.truetype(str(path), CHARACTER)
    ImageDraw.Draw(picture).text((SIZE[0] / 2, SIZE[1] / 2), WORD, 255, face, anchor="mm", stroke_width=BOLDER)
    return np.asarray(picture.rotate(TURN, Image.Resampling.BICUBIC)) > 127


def dots(period: int) -> np.ndarray:
    """A third of each period is inked, both ways: one ninth of the area."""
    rows, columns = np.indices((SIZE[1], SIZE[0]))
    third = period // 3
    return ((rows % period) // third == 1) & ((columns % period) // third == 1)


def whole_cells(word: np.ndarray) -> np.ndarray:
    """The word in whole coarse cells, so that no dot is cut: those whose middle lies in it."""
    middles = word[COARSE // 2 :: COARSE, COARSE // 2 :: COARSE]
    return np.kron(middles, np.ones((COARSE, COARSE), dtype=bool))


if __name__ == "__main__":
    TILE.write_bytes(tile())
