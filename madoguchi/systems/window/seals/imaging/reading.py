"""Reading a picture that someone sends: known by its content, decoded anew, small enough, without its metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

Pixels: TypeAlias = NDArray[np.floating[Any]]

FORMATS = ("PNG", "JPEG")
LARGEST_BYTES = 12 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 3200
SMALLEST_SIDE = 60
TRUSTED_DPI = (150, 2400)


class PictureError(ValueError):
    """The picture cannot be used; the message is for the clerk."""


@dataclass(frozen=True)
class Picture:
    """A picture in memory: ``rgb`` from 0 (black) to 1 (white), and the resolution that the file states, if any."""

    rgb: Pixels
    dpi: float | None = None


def read_picture(data: bytes) -> Picture:
    """The picture in ``data``. Raises PictureError where it is none, too large, too small, or a kind we do not read.

    The kind is told by the content, never by a name. Only the pixels and the stated resolution are kept.
    """
    if len(data) > LARGEST_BYTES:
        raise PictureError(f"画像が大きすぎます（{LARGEST_BYTES // 1024 // 1024}MBまで）。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return decoded(data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PictureError(too_many_pixels()) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("画像として読めません。PNG か JPEG の画像を選んでください。") from error


def decoded(data: bytes) -> Picture:
    """The pixels; the size is checked before they are unpacked."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        longest = max(image.size)
        check_size(image.size)
        dpi = stated_dpi(image.info)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        flat = on_paper(ImageOps.exif_transpose(image))
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return Picture(np.asarray(flat, dtype=np.float32) / 255, dpi * max(flat.size) / longest if dpi else None)


def check_size(size: tuple[int, int]) -> None:
    """Raises PictureError for a picture of too many or too few pixels."""
    if size[0] * size[1] > LARGEST_PIXELS:
        raise PictureError(too_many_pixels())
    if min(size) < SMALLEST_SIDE:
        raise PictureError("画像が小さすぎます。印影がはっきり写る大きさで撮り直してください。")


def too_many_pixels() -> str:
    """Words for a picture of too many pixels."""
    return f"画像の画素が多すぎます（{LARGEST_PIXELS // 1_000_000:,}00万画素まで）。"


def on_paper(image: Image.Image) -> Image.Image:
    """Colours on white: what is transparent in the file is paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image.convert("RGB")


def stated_dpi(info: dict[Any, Any]) -> float | None:
    """The resolution in the file, where a scanner could have written it: a camera's 72 says nothing."""
    stated = info.get("dpi")
    if not isinstance(stated, tuple) or len(stated) != 2:
        return None
    across, down = (float(each) for each in stated)
    low, high = TRUSTED_DPI
    return across if low <= across <= high and abs(across - down) <= 0.02 * across else None
