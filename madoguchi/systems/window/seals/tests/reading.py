"""Reading papers back."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image
from pypdf import PdfReader

BLANKS = str.maketrans("", "", " \u3000\n")


def text_of(pdf: bytes) -> str:
    """The text of a PDF without spaces."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).translate(BLANKS)


def page_of(pdf: bytes, folder: Path, *, dpi: int = 600, page: int = 1) -> np.ndarray:
    """One page as grey pixels, as a printer would set it."""
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-gray", "-png", "paper.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)
    return np.asarray(Image.open(next(folder.glob("page*.png"))).convert("L"))
