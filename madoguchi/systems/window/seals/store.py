"""Impressions at rest: sealed by the vault, and opened for whoever has asked for the right to see them."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from madoguchi.foundation import vault

from .imaging import from_png, to_png
from .models import Impression, Scan

IMPRESSION, SCAN = "seals.impression", "seals.scan"


def keep_impression(scan: Scan) -> Impression:
    """The impression of a scan whose size is known; the same picture again is the same impression."""
    width, height = scan.width_mm, scan.height_mm
    if width is None or height is None:
        raise ValueError("the size of the impression is not known")
    png = to_png(from_png(scan_png(scan)), width_mm=width)
    sha256 = hashlib.sha256(png).hexdigest()
    values = {"sealed": seal_impression(png, sha256), "width_mm": tenth(width), "height_mm": tenth(height)}
    return Impression.objects.get_or_create(sha256=sha256, defaults=values)[0]


def seal_impression(png: bytes, sha256: str) -> bytes:
    """The envelope of an impression."""
    return vault.seal(png, purpose=IMPRESSION, bound_to=f"impression:{sha256}")


def impression_png(impression: Impression) -> bytes:
    """The picture of an impression. Raises VaultError where it was altered or its key is lost."""
    return vault.unseal(bytes(impression.sealed), purpose=IMPRESSION, bound_to=f"impression:{impression.sha256}")


def put_scan(scan: Scan, *, png: bytes | None = None, source: bytes | None = None) -> None:
    """Puts pictures into a scan: the clean one, and the ink as it lies in the picture."""
    if png is not None:
        scan.sealed = vault.seal(png, purpose=SCAN, bound_to=f"scan:{scan.token}")
    if source is not None:
        scan.source_sealed = vault.seal(source, purpose=SCAN, bound_to=f"scan:{scan.token}")


def scan_png(scan: Scan) -> bytes:
    """The clean picture of a scan."""
    return vault.unseal(bytes(scan.sealed), purpose=SCAN, bound_to=f"scan:{scan.token}")


def scan_source(scan: Scan) -> bytes:
    """The ink of a scan as it lay in the picture."""
    return vault.unseal(bytes(scan.source_sealed), purpose=SCAN, bound_to=f"scan:{scan.token}")


def tenth(value: float) -> Decimal:
    """Millimetres to a tenth."""
    return Decimal(f"{value:.1f}")
