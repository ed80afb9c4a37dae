"""Reading a finished PDF back, as a recipient's software would."""

import io
import re
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

MOMENT = datetime(2026, 11, 20, 10, 30, tzinfo=timezone(timedelta(hours=9)))


def text(pdf: bytes) -> str:
    """All text with every kind of white space taken out, since lines break where the cell ends."""
    return squeeze("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def pages(pdf: bytes) -> list[str]:
    return [squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def squeeze(value: str) -> str:
    return re.sub(r"\s+", "", value)


def root(pdf: bytes) -> dict:
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def picture(pdf: bytes, folder: Path, dpi: int = 150) -> Image.Image:
    """The last page as a printer would draw it (Poppler)."""
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    source = folder / "paper.pdf"
    source.write_bytes(pdf)
    last = str(len(PdfReader(io.BytesIO(pdf)).pages))
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", last, "-png", "-singlefile", source, folder / "paper"], check=True
    )
    return Image.open(folder / "paper.png")


def codes(pdf: bytes, folder: Path) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture(pdf, folder))]


def spills(pdf: bytes, folder: Path, margin_mm: float = 16.0) -> bool:
    """Whether black ink stands outside the text area, to the left or right (the blue ground may)."""
    grey = picture(pdf, folder, dpi=100).convert("L")
    edge = round(margin_mm / 25.4 * 100)
    strips = [grey.crop((0, 0, edge, grey.height)), grey.crop((grey.width - edge, 0, grey.width, grey.height))]
    return any(strip.getextrema()[0] < 90 for strip in strips)


def height_of(pdf: bytes, page: int, piece: str) -> int:
    """Height above the foot of the page, in points, of the run of text that holds ``piece``."""
    found: list[float] = []

    def visit(run, cm, tm, font, size):
        if piece in run:
            found.append(tm[5] * cm[3] + cm[5])

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return round(found[0])
