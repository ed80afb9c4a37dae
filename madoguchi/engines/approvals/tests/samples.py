"""Files to attach."""

from __future__ import annotations

import io

import openpyxl
from PIL import Image


def picture() -> io.BytesIO:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    out.seek(0)
    return out


def table() -> io.BytesIO:
    """A small CSV."""
    return io.BytesIO("品名,円\n案内板,120000\n".encode())


def book() -> io.BytesIO:
    """A small book of Excel."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in (("品名", "円"), ("案内板", 120_000)):
        made.active.append(row)
    made.save(out)
    out.seek(0)
    return out
