"""The ground looks even, and a copy shows 「複写」."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from madoguchi.engines.paperwork import api, copyguard

from . import reading, samples

SCAN, PRINT = 200, 600
EVEN = 0.02
BRIGHT = 175


def ink(picture: Image.Image) -> np.ndarray:
    """How dark each pixel is, 0 to 1."""
    return 1 - np.asarray(picture.convert("L"), dtype=float) / 255


def copied(picture: Image.Image, dpi: int) -> Image.Image:
    """As a copier sees it: scanned coarsely, light tones dropped."""
    size = (round(picture.width * SCAN / dpi), round(picture.height * SCAN / dpi))
    scan = picture.convert("L").resize(size, Image.Resampling.BOX)
    return scan.point(lambda value: 0 if value < BRIGHT else 255)


def tile() -> Image.Image:
    """The tile, in dots."""
    return Image.open(copyguard.TILE).convert("L")


def inked(picture: Image.Image, mask: np.ndarray) -> float:
    """Mean ink where a mask of the tile's size says so."""
    scaled = Image.fromarray(mask).resize(picture.size, Image.Resampling.NEAREST)
    return float(ink(picture)[np.asarray(scaled)].mean())


def test_word_and_ground_have_the_same_tint_to_the_eye() -> None:
    word = copyguard.whole_cells(copyguard.hidden_word())
    picture = tile()
    assert 0.1 < word.mean() < 0.5
    assert abs(inked(picture, word) - inked(picture, ~word)) < EVEN


def test_a_copy_keeps_the_word_and_loses_the_ground() -> None:
    word = copyguard.whole_cells(copyguard.hidden_word())
    copy = copied(tile(), copyguard.DPI)
    assert inked(copy, ~word) < 0.01
    assert inked(copy, word) > 0.08
    assert inked(copy, word) > 10 * inked(copy, ~word)


def test_the_dots_differ_in_width() -> None:
    assert copyguard.dots(copyguard.FINE).mean() == copyguard.dots(copyguard.COARSE).mean() == 1 / 9
    assert copyguard.COARSE // 3 >= 3 * (copyguard.FINE // 3)


def test_the_tile_in_the_package_is_the_one_that_is_drawn() -> None:
    drawn, kept = Image.open(reading.io.BytesIO(copyguard.tile())), Image.open(copyguard.TILE)
    assert np.array_equal(np.asarray(drawn.convert("RGB")), np.asarray(kept.convert("RGB")))


@pytest.mark.slow
def test_a_copy_of_a_printed_page_shows_the_word(tmp_path) -> None:
    """The page through Poppler as a printer draws it, then through the copier: one tile below the title."""
    paper = api.render(samples.KISAI, samples.statement(specimen=False), timestamp=reading.MOMENT)
    page = reading.picture(paper.pdf, tmp_path, dpi=PRINT)
    word = copyguard.whole_cells(copyguard.hidden_word())
    area = page.crop(tile_on_page(page, column=1, row=2))
    copy = copied(area, PRINT)
    dark, light = inked(copy, word), inked(copy, ~word)
    assert dark > 10 * light, "of the word the cores of the dots are left, of the ground nearly nothing"
    assert dark > 0.02
    assert abs(inked(area, word) - inked(area, ~word)) < 3 * EVEN


def tile_on_page(page: Image.Image, *, column: int, row: int) -> tuple[int, int, int, int]:
    """Where a tile of the ground lies on a page, in pixels: the ground begins 8 mm from the edges."""
    inch, edge = 25.4, 8.0
    width, height = (size / copyguard.DPI * inch for size in copyguard.SIZE)
    left, top = edge + column * width, edge + row * height
    scale = page.width / 210
    return tuple(round(each * scale) for each in (left, top, left + width, top + height))  # type: ignore[return-value]


def test_the_ground_costs_little(tmp_path) -> None:
    assert copyguard.TILE.stat().st_size < 8_000
    assert len(api.render(samples.JUMINHYO, samples.single(), timestamp=reading.MOMENT).pdf) < 120_000
