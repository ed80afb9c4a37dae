"""Reading a picture, and correcting what was read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ..actions import adjust_scan, read_scan
from ..imaging import PictureError, red_png
from ..imaging.reading import LARGEST_BYTES
from ..law import law_on
from ..models import Scan
from ..queries.cautions import Notice, quality_cautions
from ..rules import Refusal, size_faults
from ..store import scan_png
from .screen import actor_of, picture, screen
from .seal import Drawing, scan_drawing

SOURCES = {"card": "寸法カード", "file": "画像の解像度", "hand": "定規", "": "不明"}


@dataclass(frozen=True)
class Reading:
    """What the part of the form about the picture shows."""

    scan: Scan | None = None
    drawing: Drawing | None = None
    fault: str = ""
    size_faults: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()
    source: str = ""


@screen()
@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """The part of the form about the picture, after a picture was chosen or a correction was typed."""
    return render(request, "seals/parts/reading.html", {"reading": read(request)})


def read(request: HttpRequest) -> Reading:
    """Reads the picture that came with a form, or corrects the one that was read before."""
    actor, sent = actor_of(request), request.FILES.get("picture")
    try:
        if sent:
            if sent.size and sent.size > LARGEST_BYTES:
                raise PictureError(f"画像が大きすぎます（{LARGEST_BYTES // 1024 // 1024}MBまで）。")
            return reading_of(read_scan(actor, data=sent.read()))
        if found := scan_of(request):
            width, turn = number(request, "width_mm"), number(request, "turn")
            return reading_of(adjust_scan(actor, token=found.token, width_mm=width, turn=turn))
        return Reading(fault="印影の画像を選んでください。")
    except PictureError as fault:
        found = None if sent else scan_of(request)
        return reading_of(found, fault=str(fault)) if found else Reading(fault=str(fault))


def scan_of(request: HttpRequest) -> Scan | None:
    """The scan that the form names, if it is this member of staff's and still there."""
    try:
        token = uuid.UUID(request.POST.get("scan", ""))
    except ValueError:
        return None
    return Scan.objects.filter(token=token, user_id=actor_of(request).user_id).first()


def number(request: HttpRequest, name: str) -> float | None:
    """A number of the form; None for none, or one that makes no sense."""
    try:
        value = float(request.POST.get(name, ""))
    except ValueError:
        return None
    limits = {"width_mm": (1, 60), "turn": (-180, 180)}[name]
    return value if limits[0] <= value <= limits[1] else None


def reading_of(found: Scan | None, fault: str = "") -> Reading:
    """A scan as the form shows it."""
    if found is None:
        return Reading(fault=fault)
    today = timezone.localdate()
    return Reading(
        scan=found,
        drawing=scan_drawing(found),
        fault=fault,
        size_faults=tuple(size_faults(found.width_mm, found.height_mm, law_on(today))),
        notices=tuple(quality_cautions(found, today)),
        source=SOURCES[found.scale_source],
    )


@screen()
@require_safe
def scan_picture(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The clean picture of a scan, for whoever read it."""
    return picture(red_png(scan_png(Scan.objects.get(token=token, user_id=actor_of(request).user_id))))
