"""Pictures, drawn anew: what is kept was written by us."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import UploadRefused
from .kinds import HEAD, Kind, kind_of

FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.GIF: "GIF", Kind.WEBP: "WEBP"}
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
UNREADABLE = (
    "画像を読み取れません。壊れているか、途中で切れているおそれがあります。保存し直して、もう一度送ってください。"
)


@dataclass(frozen=True)
class CleanImage:
    """A picture that was taken apart and drawn anew.

    Attributes:
        data: the file: PNG, or JPEG for a photograph; without metadata.
        content_type: ``image/png`` or ``image/jpeg``.
        dpi: dots per inch that the sender's file told, None where it told none; a claim, not a fact.
    """

    data: bytes
    content_type: str
    width: int
    height: int
    dpi: float | None = None

    def open(self) -> Image.Image:
        """The picture, to work on."""
        return Image.open(io.BytesIO(self.data))


def clean_image(file: IO[bytes], *, kinds: tuple[Kind, ...] = tuple(FORMATS), most_bytes: int = 0) -> CleanImage:
    """Reads a picture and draws it anew: upright, first frame only, without metadata or anything behind its end.

    ``most_bytes`` 0 means the figure of the settings. Raises UploadRefused for what is too large, is no picture of
    ``kinds``, or unfolds to more pixels than ``settings.MADOGUCHI_UPLOADS["pixels"]``.
    """
    content = read(file, most_bytes or settings.MADOGUCHI_UPLOADS["image"])
    kind = kind_of(content[:HEAD])
    if kind not in FORMATS or kind not in kinds:
        named = "・".join(FORMATS[each] for each in kinds)
        what = kind.value if kind else "画像ではないファイル"
        raise UploadRefused(f"{what}は受け取れません。{named}の画像を送ってください。")
    return drawn_anew(content, FORMATS[kind])


def read(file: IO[bytes], most: int) -> bytes:
    """The whole file. Raises UploadRefused where it is empty or larger than ``most`` bytes."""
    file.seek(0)
    content = file.read(most + 1)
    if not content:
        raise UploadRefused("ファイルが空です。選び直してください。")
    if len(content) > most:
        raise UploadRefused(f"ファイルが大きすぎます（{most // (1024 * 1024)}MBまで）。小さくして送ってください。")
    return content


def drawn_anew(content: bytes, form: str) -> CleanImage:
    """The picture in our own file. Raises UploadRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=[form])
            check_pixels(picture.width, picture.height)
            dpi = told_dpi(picture)
            picture = ImageOps.exif_transpose(picture)
            picture = picture.convert(mode_for(picture))
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(too_many_pixels()) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError) as error:
        raise UploadRefused(UNREADABLE) from error
    return written(picture, "JPEG" if form == "JPEG" else "PNG", dpi)


def check_pixels(width: int, height: int) -> None:
    """Raises UploadRefused before a small file unfolds to more than the memory holds."""
    if width * height > settings.MADOGUCHI_UPLOADS["pixels"]:
        raise UploadRefused(too_many_pixels())


def too_many_pixels() -> str:
    """Why a picture is too large, once unfolded."""
    return f"画像が大きすぎます。{settings.MADOGUCHI_UPLOADS['pixels'] // 10_000:,}万画素までにしてください。"


def mode_for(picture: Image.Image) -> str:
    """Grey stays grey, transparency stays where a PNG will hold it; everything else is plain colour."""
    if picture.mode in {"1", "L"}:
        return "L"
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return "RGBA" if has_alpha else "RGB"


def told_dpi(picture: Image.Image) -> float | None:
    """Dots per inch as the file tells them, where they can be true."""
    told = picture.info.get("dpi")
    try:
        dots = float(told[0]) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return dots if 30 <= dots <= 4800 else None


def written(picture: Image.Image, form: str, dpi: float | None) -> CleanImage:
    """The picture as bytes, with nothing but its dots."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, form, **({"quality": 92} if form == "JPEG" else {"optimize": False}))
    return CleanImage(out.getvalue(), TYPES[form], bare.width, bare.height, dpi)
