"""Reading pictures of impressions, before they are used."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..imaging import Clean, Found, finish, found_in, from_png, read_picture, to_png
from ..models import Scan
from ..store import put_scan, scan_source
from ..system import USE

KEPT = timedelta(days=1)
WIDEST_MM = 60.0


def read_scan(actor: Actor, *, data: bytes) -> Scan:
    """Reads a picture and keeps the clean impression for a day; the picture itself is not kept.

    Raises Forbidden, PictureError.
    """
    require(actor, USE)
    found = found_in(read_picture(data))
    clean = finish(found)
    with transaction.atomic():
        scan = Scan(user_id=actor.user_id)
        put_scan(scan, source=to_png(1 - found.ink))
        write(scan, clean, clean.source)
        audit(actor, action="seals.scan", subject=f"scan:{scan.pk}")
    return scan


def adjust_scan(actor: Actor, *, token: uuid.UUID, width_mm: float | None = None, turn: float | None = None) -> Scan:
    """Corrects a scan by hand: its width as measured by ruler, and how far it is turned.

    Raises Forbidden, Scan.DoesNotExist, PictureError.
    """
    require(actor, USE)
    with transaction.atomic():
        scan = Scan.objects.select_for_update().get(token=token, user_id=actor.user_id)
        if turn is not None and abs(turn - scan.turned_by) >= 0.05:
            write(scan, finish(found_again(scan), turn=turn), scan.scale_source)
        if width_mm is not None and abs(width_mm - (scan.width_mm or 0)) >= 0.05:
            scan.pixels_per_mm, scan.scale_source = scan.width / min(width_mm, WIDEST_MM), "hand"
            scan.save(update_fields=["pixels_per_mm", "scale_source"])
        audit(actor, action="seals.scan_adjust", subject=f"scan:{scan.pk}")
    return scan


def found_again(scan: Scan) -> Found:
    """What was found in the picture of a scan."""
    return Found(1 - from_png(scan_source(scan)), scan.pixels_per_mm, "")


def write(scan: Scan, clean: Clean, source: str) -> None:
    """Puts a clean impression into a scan."""
    put_scan(scan, png=to_png(clean.grey))
    scan.height, scan.width = clean.grey.shape
    scan.pixels_per_mm, scan.scale_source, scan.turned_by = clean.pixels_per_mm, source, clean.turned_by
    scan.rim, scan.coverage = clean.quality.rim, clean.quality.coverage
    scan.save()


def drop_old_scans(actor: Actor) -> int:
    """Removes scans that nobody used within a day; gives how many. For the daily job."""
    require(actor, USE)
    with transaction.atomic():
        count, _ = Scan.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
        audit(actor, action="seals.scan_drop", subject="scans", detail={"count": count})
    return count
