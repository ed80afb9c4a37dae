"""公印: the image is typed by its content and encoded anew; nothing of the file that was sent is kept."""

from __future__ import annotations

import hashlib
import io
from datetime import date

from django.db import transaction
from django.utils import timezone
from PIL import Image
from psycopg.types.range import DateRange

from madoguchi.engines.people.api import Fault, Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.uploads import Kind, UploadRefused, clean_image

from ..models import OfficialSeal
from ..permissions import SEALS

SMALLEST_SIDE = 200
DPI = 600
INCH = 25.4
SQUARE = 0.05
INK = (200, 22, 29)


def add_seal(actor: Actor, *, title: str, image: bytes, side_mm: int, start: date, reason: str) -> OfficialSeal:
    """Uses a seal from a day on; the one before ends on that day. Raises Forbidden, Refused (not an image, not square,
    too small; a day that is past).
    """
    require(actor, SEALS)
    if start < timezone.localdate():
        raise Refused(Fault("使い始める日は、きょうより後にしてください。", "start"))
    encoded = encode(image, side_mm)
    with transaction.atomic():
        end_running(start)
        made = OfficialSeal.objects.create(
            title=title, image=encoded, sha256=hashlib.sha256(encoded).hexdigest(), side_mm=side_mm,
            valid=DateRange(start, None), reason=reason, added_at=timezone.now(), user_id=actor.user_id,
            adder=str(actor),
        )  # fmt: skip
        audit(actor, action="papers.seal", subject=f"seal:{made.pk}", detail={"sha256": made.sha256})
    return made


def end_running(day: date) -> None:
    """Ends the seal that runs on at a day. Raises Refused where another begins later or on that day."""
    if OfficialSeal.objects.filter(valid__startswith__gte=day).exists():
        raise Refused(Fault("この日か後から使う公印が、既に登録されています。", "start"))
    for seal in OfficialSeal.objects.select_for_update().filter(valid__contains=day):
        seal.valid = DateRange(seal.valid.lower, day)
        seal.save(update_fields=["valid"])


def encode(data: bytes, side_mm: int) -> bytes:
    """The image as our own PNG: vermilion on white, square, at 600 dots an inch. Raises Refused."""
    picture = opened(data)
    width, height = picture.size
    if min(width, height) < SMALLEST_SIDE:
        raise Refused(Fault(f"画像が小さすぎます（{SMALLEST_SIDE}画素以上にしてください）。", "image"))
    if abs(width - height) > SQUARE * max(width, height):
        raise Refused(Fault("印影は正方形に切り取ってください。", "image"))
    side = round(side_mm / INCH * DPI)
    grey = picture.resize((side, side), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    vermilion(grey).save(file, "PNG", optimize=True)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture in greys, whatever the file was called; red ink counts as dark. Raises Refused for what is none."""
    try:
        picture = clean_image(io.BytesIO(data), kinds=(Kind.PNG, Kind.JPEG)).open()
    except UploadRefused as refusal:
        raise Refused(Fault(str(refusal), "image")) from refusal
    coloured = picture.convert("RGBA")
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(coloured, mask=coloured.getchannel("A"))
    return flat.getchannel("G")


def vermilion(grey: Image.Image) -> Image.Image:
    """Ink in one colour of eight strengths: small, and the same on every paper."""
    steps = grey.point(lambda value: value // 32)
    shades = [tuple(round(255 - (255 - ink) * (7 - step) / 7) for ink in INK) for step in range(8)]
    indexed = Image.frombytes("P", steps.size, steps.tobytes())
    indexed.putpalette([value for shade in shades for value in shade])
    return indexed
