"""Impressions kept: clean, at 600 dpi, by their hash."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from ..imaging import from_png, to_png
from ..models import Impression, Scan


def keep_impression(scan: Scan) -> Impression:
    """The impression of a scan whose size is known; the same picture again is the same impression."""
    width, height = scan.width_mm, scan.height_mm
    if width is None or height is None:
        raise ValueError("the size of the impression is not known")
    png = to_png(from_png(bytes(scan.png)), width_mm=width)
    sha256 = hashlib.sha256(png).hexdigest()
    sizes = {"width_mm": tenth(width), "height_mm": tenth(height)}
    return Impression.objects.get_or_create(sha256=sha256, defaults={"png": png, **sizes})[0]


def tenth(value: float) -> Decimal:
    """Millimetres to a tenth."""
    return Decimal(f"{value:.1f}")
