"""A file is what its content says; what is kept was written by the house."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from madoguchi.foundation.uploads import Kind, UploadRefused, check_text, clean_image, kind_of, safe_cell

SECRET = b"35.6694N 140.1681E"


def picture(form="PNG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else "red").save(out, form, **options)
    return out.getvalue()


def refused(content, **options):
    with pytest.raises(UploadRefused) as caught:
        clean_image(io.BytesIO(content), **options)
    return str(caught.value)


def bomb(width=50_000, height=50_000):
    """A PNG of two kilobytes that says it unfolds to 2.5 milliard pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(("form", "kept"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("GIF", "PNG"), ("WEBP", "PNG")])
def test_a_picture_is_drawn_anew(form, kept):
    clean = clean_image(io.BytesIO(picture(form)))
    assert (clean.width, clean.height) == (40, 30)
    assert clean.open().format == kept
    assert clean.content_type == f"image/{kept.lower()}"


def test_where_a_photograph_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    noted = PngImagePlugin.PngInfo()
    noted.add_text("Comment", SECRET.decode())
    for content in (picture("JPEG", exif=exif, comment=SECRET), picture("PNG", pnginfo=noted)):
        assert SECRET in content
        assert SECRET not in clean_image(io.BytesIO(content)).data


def test_a_photograph_held_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = clean_image(io.BytesIO(picture("JPEG", exif=exif)))
    assert (clean.width, clean.height) == (30, 40)


def test_what_hides_behind_a_picture_is_gone():
    hidden = picture() + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in clean_image(io.BytesIO(hidden)).data


def test_a_bomb_is_refused_before_it_unfolds():
    assert len(bomb()) < 3000
    assert "大きすぎます" in refused(bomb())


def test_a_file_is_never_larger_than_allowed():
    assert "大きすぎます" in refused(picture(), most_bytes=20)
    assert "空" in refused(b"")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"<!DOCTYPE html><script>", "HTML"),
        (b"PK\x03\x04xxxx", "ZIP"),
        (b"MZ\x90", "プログラム"),
        (b"#!/bin/sh", "プログラム"),
        (b"hello", "画像ではない"),
    ],
)
def test_what_is_no_picture_is_named_and_refused(content, named):
    assert named in refused(content)


def test_a_picture_of_another_kind_is_refused():
    assert "PNGの画像を送って" in refused(picture("GIF"), kinds=(Kind.PNG,))


def test_a_name_is_not_believed():
    """A program called stamp.png is a program."""
    file = io.BytesIO(b"MZ" + picture()[2:])
    file.name = "stamp.png"
    with pytest.raises(UploadRefused):
        clean_image(file)


@given(st.binary(max_size=300), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.integers(0, 200))
def test_a_damaged_picture_is_refused_or_drawn_and_never_breaks(noise, form, at):
    content = picture(form)
    try:
        clean_image(io.BytesIO(content[:at] + noise + content[at + len(noise) // 2 :]))
    except UploadRefused as refusal:
        assert str(refusal)


def test_the_resolution_that_a_scanner_tells_is_passed_on_but_nonsense_is_not():
    assert clean_image(io.BytesIO(picture(dpi=(300, 300)))).dpi == pytest.approx(300, abs=1)
    assert clean_image(io.BytesIO(picture(dpi=(1, 1)))).dpi is None
    assert clean_image(io.BytesIO(picture())).dpi is None


def test_transparency_and_grey_are_kept():
    assert clean_image(io.BytesIO(picture(mode="RGBA"))).open().mode == "RGBA"
    assert clean_image(io.BytesIO(picture(mode="L"))).open().mode == "L"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_text_in_either_encoding_is_taken_and_left_at_its_beginning(encoding):
    file = io.BytesIO("氏名,住所\n渡辺　直美,大日\n".encode(encoding))
    check_text(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空"),
        (b"PK\x03\x04", "Excel"),
        (b"%PDF-", "PDF"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"a,b\0c", "制御文字"),
        (b"a,\x81 \x80", "でもない文字"),
        (b"<html><script>", "HTML"),
    ],
)
def test_what_is_no_text_is_refused(content, told):
    with pytest.raises(UploadRefused, match=told):
        check_text(io.BytesIO(content))


def test_a_text_too_large_is_refused():
    with pytest.raises(UploadRefused, match="大きすぎます"):
        check_text(io.BytesIO(b"a,b\n" * 100), most_bytes=100)


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝HYPERLINK(1)", "=１"])
def test_a_formula_becomes_text(formula):
    assert safe_cell(formula) == "'" + formula


@pytest.mark.parametrize("plain", ["渡辺　直美", "-3", "+0.5", "1,200", "", "2026-11-25", "a=b"])
def test_everything_else_stays_as_it_is(plain):
    assert safe_cell(plain) == plain


@given(st.text())
def test_no_cell_begins_a_formula(text):
    cell = safe_cell(text)
    assert cell[:1] not in set("=@\t\r") and (cell == text or cell == f"'{text}")


def test_kinds_are_told_by_their_first_bytes():
    assert kind_of(picture("WEBP")[:64]) is Kind.WEBP
    assert kind_of(b"\xef\xbb\xbf  <SVG ") is Kind.SVG
    assert kind_of("氏名,住所".encode()) is None
