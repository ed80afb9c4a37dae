"""Word, Excel and PowerPoint files, written anew: words, tables and pictures stay, whatever acts or calls out does not.

They are ZIP packages of XML parts that relationships tie together (ECMA-376 / ISO/IEC 29500, part 2: OPC).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings

from .errors import UploadRefused
from .images import read
from .kinds import HEAD, Kind, kind_of
from .office_parts import LINKED, UNREADABLE, cleaned_xml, is_picture, parsed

TYPES = "[Content_Types].xml"
BASE = "application/vnd.openxmlformats-officedocument."
ENDINGS = {
    f"{BASE}wordprocessingml.document": ".docx",
    f"{BASE}spreadsheetml.sheet": ".xlsx",
    f"{BASE}presentationml.presentation": ".pptx",
}
"""Type of the whole file → how its name ends."""
MOST_PARTS, MOST_UNPACKED, DEEPEST = 5_000, 100 * 1024 * 1024, 2
MARKUP = frozenset({".xml", ".rels", ".vml", ".svg"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf"})
INERT = ("xl/printerSettings/", "word/printerSettings", "ppt/printerSettings/")
"""Settings of a printer: bytes that only the printer's driver reads, at the next print."""
LOCKED = (
    "古い形式（doc・xls・ppt）か、パスワードの付いたファイルです。"
    "パスワードを外し、docx・xlsx・pptxで保存し直してください。"
)
NO_PACKAGE = "ZIPなどのまとめたファイルは受け取れません。中のファイルを一つずつ送ってください。"
TOO_GREAT = "ファイルの中身が大きすぎます。分けて送ってください。"
MACROS = "マクロのあるファイルは受け取れません。マクロのない形式（docx・xlsx・pptx）で保存し直してください。"
SIGNED = "電子署名の付いたファイルは、書き直すと署名が無効になるため受け取れません。署名のない形で送ってください。"
EMBEDDED = "ほかのファイルが埋め込まれています。埋め込みを外し、そのファイルは別に送ってください。"
UNWANTED = {
    "vbaproject": MACROS, "vbadata": MACROS, "macrosheets/": MACROS, "dialogsheets/": MACROS, "activex/": MACROS,
    "customui": MACROS,
    "_xmlsignatures/": SIGNED,
    "externallinks/": LINKED, "connections.xml": LINKED, "querytables/": LINKED, "webextensions/": LINKED,
    "oleobject": EMBEDDED, "afchunk": EMBEDDED,
}  # fmt: skip
"""What the name of a part holds → why the file is not taken."""


@dataclass(frozen=True)
class OfficeFile:
    """A file as it will be kept, and what it is."""

    content_type: str
    content: bytes

    @property
    def ending(self) -> str:
        """How its name ends."""
        return ENDINGS[self.content_type]


def clean_office(file: IO[bytes], *, most_bytes: int = 0) -> OfficeFile:
    """Reads a Word, Excel or PowerPoint file and writes it anew.

    Taken out are the names of its authors, templates that are fetched, and links that lead elsewhere than to the web;
    not taken at all is what holds macros, other files, signatures, or links to other files and data. The same file
    gives the same bytes. ``most_bytes`` 0 means the figure of the settings. Raises UploadRefused in words for people.
    """
    content = read(file, most_bytes or settings.MADOGUCHI_UPLOADS["document"])
    kind = kind_of(content[:HEAD])
    if kind == Kind.OLD_OFFICE:
        raise UploadRefused(LOCKED)
    if kind != Kind.ZIP:
        raise UploadRefused("Word・Excel・PowerPointのファイルではありません。選び直してください。")
    return rewritten(content, 0)


def rewritten(content: bytes, depth: int) -> OfficeFile:
    """A package, and the packages within it (the numbers of a chart), written anew. Raises UploadRefused."""
    parts = unpacked(content)
    content_type = type_of(parts)
    return OfficeFile(content_type, packed({name: part(name, parts[name], depth) for name in parts}))


def unpacked(content: bytes) -> dict[str, bytes]:
    """Name of a part → its bytes, in their order. Raises UploadRefused for what is no sound package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            check_entries(entries)
            return {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(UNREADABLE) from error


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Raises UploadRefused for too many or too great entries, and for names that are twice there or lead away."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise UploadRefused(TOO_GREAT)
    if len({name.lower() for name in names}) != len(names) or any(leads_away(name) for name in names):
        raise UploadRefused(UNREADABLE)


def leads_away(name: str) -> bool:
    """True for a name that is no place within the package."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def type_of(parts: Mapping[str, bytes]) -> str:
    """What a package is, by its own list of types. Raises UploadRefused for another kind of package, or one with
    macros."""
    if TYPES not in parts:
        raise UploadRefused(NO_PACKAGE)
    listed = {str(each.get("ContentType", "")) for each in parsed(parts[TYPES])}
    if any("macroenabled" in each.lower() for each in listed):
        raise UploadRefused(MACROS)
    found = next((kind for kind in ENDINGS if f"{kind}.main+xml" in listed), "")
    if not found:
        raise UploadRefused("受け取れない種類のOfficeファイルです。docx・xlsx・pptxで保存し直してください。")
    return found


def part(name: str, content: bytes, depth: int) -> bytes:
    """One part as it is kept. Raises UploadRefused for what is not taken."""
    for words, why in UNWANTED.items():
        if words in name.lower():
            raise UploadRefused(why)
    ending = f".{name.rsplit('.', 1)[-1].lower()}"
    if ending in MARKUP:
        return cleaned_xml(name, content)
    if ending in PICTURES and is_picture(content):
        return content
    if ending in ENDINGS.values() and "/embeddings/" in name and depth < DEEPEST:
        return rewritten(content, depth + 1).content
    if name.startswith(INERT) and ending == ".bin":
        return content
    raise UploadRefused(EMBEDDED)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package, the list of types first; the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in in_order(parts):
            package.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def in_order(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The list of types, then the others as they came."""
    yield TYPES
    yield from (name for name in parts if name != TYPES)
