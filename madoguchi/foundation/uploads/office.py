"""Word, Excel and PowerPoint files, written anew: words, tables and pictures stay, whatever acts or calls out does not.

They are ZIP packages of XML parts that relationships tie together (ECMA-376 / ISO/IEC 29500, part 2: OPC).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings

from .errors import UploadRefused
from .images import read
from .kinds import HEAD, Kind, kind_of
from .office_parts import EMBEDDED, UNREADABLE, check_unwanted, cleaned_xml, is_picture, parsed

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

    Taken out are the authors in its properties, templates that are fetched, and links that lead elsewhere than to the
    web; not taken at all is what holds macros, other files, signatures, or links to other files and data. The same file
    gives the same bytes. ``most_bytes`` 0 means the figure of the settings. Raises UploadRefused in words for people.
    """
    content = read(file, most_bytes or settings.MADOGUCHI_UPLOADS["document"])
    kind = kind_of(content[:HEAD])
    if kind == Kind.OLD_OFFICE:
        raise UploadRefused(LOCKED)
    if kind != Kind.ZIP:
        raise UploadRefused("Word・Excel・PowerPointのファイルではありません。選び直してください。")
    return rewritten(content, MOST_UNPACKED, 0)


def rewritten(content: bytes, most_unpacked: int, depth: int) -> OfficeFile:
    """A package, and the packages within it (the numbers of a chart), written anew; these share what a package may
    unfold to. Raises UploadRefused."""
    parts = unpacked(content, most_unpacked)
    content_type = type_of(parts)
    within = [name for name in parts if depth < DEEPEST and is_package(name)]
    kept = {name: part(name, each) for name, each in parts.items() if name not in within}
    kept |= {name: rewritten(parts[name], most_unpacked // len(within), depth + 1).content for name in within}
    return OfficeFile(content_type, packed({name: kept[name] for name in parts}))


def is_package(name: str) -> bool:
    """True for a part that is an Office file itself."""
    return "/embeddings/" in name and ending(name) in ENDINGS.values()


def unpacked(content: bytes, most: int) -> dict[str, bytes]:
    """Name of a part → its bytes, in their order. Raises UploadRefused for what is no sound package, or unfolds to more
    than so many bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            check_entries(entries, most)
            return {entry.filename: package.read(entry) for entry in entries}
    except UploadRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise UploadRefused(UNREADABLE) from error


def check_entries(entries: list[zipfile.ZipInfo], most: int) -> None:
    """Raises UploadRefused for too many or too great entries, for names that are twice there or lead away, and for what
    is packed in another way than Office packs."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS or sum(entry.file_size for entry in entries) > most:
        raise UploadRefused(TOO_GREAT)
    if len({name.lower() for name in names}) != len(names) or any(leads_away(name) for name in names):
        raise UploadRefused(UNREADABLE)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
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
    for each in listed:
        check_unwanted(each)
    found = next((kind for kind in ENDINGS if f"{kind}.main+xml" in listed), "")
    if not found:
        raise UploadRefused("受け取れない種類のOfficeファイルです。docx・xlsx・pptxで保存し直してください。")
    return found


def part(name: str, content: bytes) -> bytes:
    """One part as it is kept. Raises UploadRefused for what is not taken."""
    check_unwanted(name)
    kind = ending(name)
    if kind in MARKUP:
        return cleaned_xml(content)
    if kind in PICTURES and is_picture(content):
        return content
    if name.startswith(INERT) and kind == ".bin":
        return content
    raise UploadRefused(EMBEDDED)


def ending(name: str) -> str:
    """How the name of a part ends; also of one that has nothing before it (``.rels``)."""
    return f".{name.rsplit('.', 1)[-1].lower()}"


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package, the list of types first; the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: name != TYPES):
            package.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
