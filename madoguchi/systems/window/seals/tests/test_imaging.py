"""Impressions in pictures: sizes within half a millimetre, clean ink, and files that are none."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from ..imaging import (
    PictureError,
    clean,
    draw_seal,
    finish,
    found_in,
    from_png,
    likeness,
    read_picture,
    reading,
    to_png,
)
from .pictures import BLACK, FONT, file_of, photo_file, picture, scan_file

TOLERANCE = 0.5
CASES = [
    ("scan 300", {"mm": 16.5}, {"dpi": (300, 300)}, "PNG"),
    ("scan 600", {"mm": 13.5, "pixels_per_mm": 600 / 25.4, "text": "佐藤"}, {"dpi": (600, 600)}, "PNG"),
    ("small and black", {"mm": 9.0, "ink": BLACK, "text": "鈴木"}, {"dpi": (300, 300)}, "PNG"),
    ("turned and in shade", {"mm": 18.0, "angle": 4, "shadow": True, "text": "山田花子"}, {"dpi": (300, 300)}, "PNG"),
    ("card by phone", {"mm": 15.0, "pixels_per_mm": 18, "card": True, "angle": -9, "shadow": True}, {}, "JPEG"),
    ("card seen aslant", {"mm": 21.0, "pixels_per_mm": 18, "card": True, "slant": 0.06, "noise": 0.02}, {}, "JPEG"),
    ("square seal in the card", {"mm": 22.0, "pixels_per_mm": 16, "card": True, "shape": "square", "text": "渡邉健一"},
     {}, "JPEG"),
    ("black seal in the card", {"mm": 12.0, "pixels_per_mm": 18, "card": True, "ink": BLACK}, {}, "PNG"),
    ("oval", {"mm": 12.0, "shape": "oval", "text": "高橋"}, {"dpi": (300, 300)}, "PNG"),
]  # fmt: skip


@pytest.mark.parametrize(("taken", "options", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_size_is_measured_within_half_a_millimetre(taken, options, kind):
    found = clean(read_picture(file_of(picture(**taken), kind, **options)))
    assert found.size_mm is not None
    width, height = found.size_mm
    expected = taken["mm"] * (1.3 if taken.get("shape") == "oval" else 1)
    assert abs(width - taken["mm"]) <= TOLERANCE
    assert abs(height - expected) <= TOLERANCE
    assert found.source == ("card" if taken.get("card") else "file")


@pytest.mark.parametrize("file", [scan_file(), photo_file()], ids=["scan", "photo"])
def test_the_clean_impression_is_the_seal_and_nothing_else(file):
    grey = clean(read_picture(file)).grey
    seal = draw_seal("渡邉", width_mm=16.5, pixels_per_mm=24, font=FONT)
    size = (160, 160)
    ours, drawn = (np.asarray(Image.fromarray(each).resize(size)) < 0.5 for each in (grey, seal))
    assert (ours & drawn).sum() / (ours | drawn).sum() > 0.75
    assert ((grey > 0.1) & (grey < 0.9)).mean() < 0.15
    corner = grey[:10, :10]
    assert corner.min() > 0.99


@pytest.mark.parametrize("text", ["渡邉", "田中", "山田花子", "健一"])
def test_an_impression_that_lies_askew_is_put_upright(text):
    straight = clean(read_picture(scan_file(text)))
    askew = clean(read_picture(file_of(picture(text, angle=5), dpi=(300, 300))))
    assert straight.turned_by == 0
    assert abs(askew.turned_by + 5) <= 1.5
    assert likeness(straight.grey, askew.grey) > 0.9


def test_the_clerk_can_turn_it_by_hand():
    found = found_in(read_picture(scan_file()))
    assert finish(found, turn=30).turned_by == 30


def test_without_a_scale_the_size_is_not_known():
    assert clean(read_picture(file_of(picture(), dpi=(72, 72)))).size_mm is None
    assert clean(read_picture(file_of(picture(), "JPEG", dpi=(96, 96)))).source == ""


def test_the_rim_and_the_ink_are_judged():
    whole = clean(read_picture(scan_file())).quality
    image = picture()
    broken = np.asarray(image).copy()
    middle = broken.shape[1] // 2 - 7
    broken[: broken.shape[0] // 2 - 20, middle - 60 : middle + 60] = 250
    cut = clean(read_picture(file_of(Image.fromarray(broken), dpi=(300, 300)))).quality
    assert whole.rim > 0.97 > 0.9 > cut.rim


def test_the_same_seal_is_alike_and_others_are_not():
    def grey(text, **more):
        return clean(read_picture(file_of(picture(text, **more), dpi=(300, 300)))).grey

    first = grey("渡邉")
    assert likeness(first, grey("渡邉", seed=9, noise=0.03, angle=2)) > 0.9
    assert likeness(first, grey("渡邉", mm=13)) > 0.9
    for other in ("佐藤", "鈴木", "田中", "渡邉美咲"):
        assert likeness(first, grey(other)) < 0.65, other
    assert likeness(first, grey("渡邉", shape="oval")) == 0


def test_what_is_kept_is_a_picture_of_600_dpi_and_always_the_same_bytes():
    found = clean(read_picture(scan_file()))
    kept = to_png(found.grey, width_mm=16.5)
    assert kept == to_png(found.grey, width_mm=16.5)
    with Image.open(io.BytesIO(kept)) as image:
        assert abs(image.width / 600 * 25.4 - 16.5) < 0.05
        assert round(image.info["dpi"][0]) == 600
        assert "exif" not in image.info
    assert from_png(kept).min() == 0
    assert len(kept) < 25_000


def refused(data: bytes) -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(data)
    return str(caught.value)


def test_a_file_is_told_by_its_content():
    image = picture(pixels_per_mm=4)
    for kind in ("GIF", "BMP", "TIFF", "WEBP"):
        assert "PNG か JPEG" in refused(file_of(image, kind)), kind
    assert "PNG か JPEG" in refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "PNG か JPEG" in refused(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    assert "PNG か JPEG" in refused(scan_file()[:2000])
    assert "PNG か JPEG" in refused(b"")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    assert "画素が多すぎます" in refused(bomb)
    monkeypatch.setattr(reading, "LARGEST_BYTES", 1000)
    assert "大きすぎます" in refused(scan_file())


def test_what_is_too_small_or_empty_is_refused():
    assert "小さすぎます" in refused(file_of(Image.new("RGB", (20, 20), "white")))
    with pytest.raises(PictureError, match="印影が見つかりません"):
        clean(read_picture(file_of(Image.new("RGB", (600, 500), "white"))))


def test_a_picture_is_turned_as_its_camera_says_and_its_place_is_forgotten():
    image = picture(card=True, pixels_per_mm=16)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    found = clean(read_picture(file_of(image.rotate(90, expand=True), "JPEG", exif=exif)))
    assert found.source == "card"
    assert likeness(found.grey, clean(read_picture(scan_file())).grey) > 0.75
    assert b"Camera" not in to_png(found.grey)
