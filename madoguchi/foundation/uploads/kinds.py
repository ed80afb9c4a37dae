"""What a file is, by its first bytes."""

import codecs
from enum import Enum

HEAD = 64


class Kind(Enum):
    """Kinds of files that are told apart. The value is what a person calls it."""

    PNG = "PNGの画像"
    JPEG = "JPEGの画像"
    GIF = "GIFの画像"
    WEBP = "WebPの画像"
    ZIP = "ZIPまたはExcel（xlsx）のファイル"
    OLD_OFFICE = "Excel（xls）などの古い形式のファイル"
    PDF = "PDFのファイル"
    GZIP = "圧縮されたファイル（gzip）"
    UTF16 = "文字コードがUTF-16のファイル"
    PROGRAM = "プログラム"
    SVG = "SVGまたはXMLのファイル"
    HTML = "HTMLのファイル"


SIGNS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0", Kind.OLD_OFFICE),
    (b"%PDF", Kind.PDF),
    (b"\x1f\x8b", Kind.GZIP),
    (codecs.BOM_UTF16_LE, Kind.UTF16),
    (codecs.BOM_UTF16_BE, Kind.UTF16),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
)
MARKUP = ((b"<?xml", Kind.SVG), (b"<svg", Kind.SVG), (b"<!doctype", Kind.HTML), (b"<html", Kind.HTML))


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins so; None for one that has no sign, such as plain text."""
    for sign, kind in SIGNS:
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    text = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return next((kind for sign, kind in MARKUP if text.startswith(sign)), None)
