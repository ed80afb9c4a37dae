"""From a picture to a clean impression: the impression found, upright, ink on white, cropped and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from PIL import Image, ImageFilter

from .card import inside_card
from .ink import ink_of
from .labels import Mask, Piece, pieces
from .quality import Quality, quality_of
from .reading import Picture, PictureError, Pixels
from .turning import turned, upright_angle

ScaleSource: TypeAlias = Literal["card", "file", "hand", ""]
WORKING_SIDE = 420
CLOSE_SHARE = 0.03
SPECK = 0.004
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Clean:
    """A clean impression. ``grey``: 0 ink, 1 paper, cropped to the ink. Without a scale its size is not known."""

    grey: Pixels
    pixels_per_mm: float | None
    source: ScaleSource
    turned_by: float
    quality: Quality

    @property
    def size_mm(self) -> tuple[float, float] | None:
        """Width and height."""
        if self.pixels_per_mm is None:
            return None
        height, width = self.grey.shape
        return width / self.pixels_per_mm, height / self.pixels_per_mm


@dataclass(frozen=True)
class Found:
    """The ink of an impression as it lies in the picture, with a margin, and the scale of the picture."""

    ink: Pixels
    pixels_per_mm: float | None
    source: ScaleSource


def clean(picture: Picture, *, turn: float | None = None) -> Clean:
    """The impression of a picture: found, and finished. Raises PictureError where none is found."""
    return finish(found_in(picture), turn=turn)


def found_in(picture: Picture) -> Found:
    """The ink of the impression in a picture. Raises PictureError where none is found."""
    framed = inside_card(picture.rgb)
    scale, source = scale_of(picture, framed.pixels_per_mm if framed else None)
    return Found(cropped_roughly(ink_of(framed.rgb if framed else picture.rgb)), scale, source)


def finish(found: Found, *, turn: float | None = None) -> Clean:
    """Turned upright (``turn``: degrees by hand, instead of the angle that is found), without dust, cropped.

    Raises PictureError where nothing remains.
    """
    angle = upright_angle(found.ink) if turn is None else turn
    tidy = cropped(without_specks(turned(found.ink, angle)))
    return Clean(1 - tidy, found.pixels_per_mm, found.source, angle, quality_of(tidy))


def scale_of(picture: Picture, card: float | None) -> tuple[float | None, ScaleSource]:
    """Pixels to a millimetre: by the card, else by the resolution that the file states."""
    if card:
        return card, "card"
    if picture.dpi:
        return picture.dpi / MM_PER_INCH, "file"
    return None, ""


def cropped_roughly(ink: Pixels) -> Pixels:
    """The part of the picture with the impression, and a margin in which it can be turned."""
    shrink = max(1.0, max(ink.shape) / WORKING_SIDE)
    size = (max(1, round(ink.shape[1] / shrink)), max(1, round(ink.shape[0] / shrink)))
    small = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BOX))
    piece = main_piece(small > 0.35)
    margin = round(0.12 * max(piece.width, piece.height)) + 2
    top, left = (max(0, round((each - margin) * shrink)) for each in (piece.top, piece.left))
    bottom, right = (round((each + margin) * shrink) for each in (piece.bottom, piece.right))
    return only(ink, piece, shrink)[top:bottom, left:right]


def main_piece(mask: Mask) -> Piece:
    """The impression: strokes that lie close together, the largest group. Raises PictureError."""
    reach = max(3, round(CLOSE_SHARE * max(mask.shape))) | 1
    close = np.asarray(Image.fromarray(mask).convert("L").filter(ImageFilter.MaxFilter(reach))) > 0
    for piece in pieces(close)[:3]:
        own = np.argwhere(mask & piece.mask(mask.shape))
        if len(own) < 12 or min(piece.width, piece.height) < 6:
            continue
        (top, left), (bottom, right) = own.min(axis=0), own.max(axis=0) + 1
        return Piece(int(left), int(top), int(right), int(bottom), len(own), piece.runs)
    raise PictureError("印影が見つかりません。白い紙に押した印影を、正面から大きく写してください。")


def only(ink: Pixels, piece: Piece, shrink: float) -> Pixels:
    """The ink without what lies outside the box of the impression."""
    slack = round(shrink)
    top, left = (max(0, int(each * shrink) - slack) for each in (piece.top, piece.left))
    bottom, right = (round(each * shrink) + slack for each in (piece.bottom, piece.right))
    alone = np.zeros_like(ink)
    alone[top:bottom, left:right] = ink[top:bottom, left:right]
    return alone


def without_specks(ink: Pixels) -> Pixels:
    """Without dust: pieces far smaller than the impression."""
    mask = ink > 0.4
    found = pieces(mask)
    least = SPECK * max(1, found[0].area) if found else 1
    dust = np.zeros_like(mask)
    for piece in found:
        if piece.area < least:
            dust |= piece.mask(mask.shape)
    grown = np.asarray(Image.fromarray(dust).convert("L").filter(ImageFilter.MaxFilter(5))) > 0
    return np.where(grown & ~(mask & ~dust), 0, ink).astype(np.float32)


def cropped(ink: Pixels) -> Pixels:
    """The ink alone: its box at half strength. Raises PictureError where nothing remains."""
    strong = ink > 0.5
    least = max(2, round(0.004 * max(ink.shape)))
    rows = np.flatnonzero(strong.sum(axis=1) >= least)
    columns = np.flatnonzero(strong.sum(axis=0) >= least)
    if not rows.size or not columns.size:
        raise PictureError("印影がかすれていて読み取れません。押し直して、もう一度写してください。")
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
