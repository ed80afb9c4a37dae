"""Reads the text of a paper back from its PDF, to be sure of what is printed on it before it is handed out.

Not a reader of PDFs at large: it knows what Typst writes (plain objects, two-byte codes, a ToUnicode map a font), and
raises rather than guesses where it meets anything else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

from .typesetting import PaperError

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\r?\n(.*?)\r?\nendobj", re.DOTALL)
PAGE = re.compile(rb"^<</Type/Page/")
REFERENCE = rb"/%s (\d+) 0 R"
FONTS = re.compile(rb"/Font<<(.*?)>>", re.DOTALL)
FONT = re.compile(rb"/(\w+) (\d+) 0 R")
STREAM = re.compile(rb"^(<<.*?>>)\s*stream\r?\n(.*)\r?\nendstream$", re.DOTALL)
SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
DEEPEST = 4


def literal() -> bytes:
    """A pattern for what stands between the parentheses of a string: pairs of them may stand inside unescaped."""
    pattern = rb"(?:[^\\()]|\\.)*"
    for _ in range(DEEPEST):
        pattern = rb"(?:[^\\()]|\\.|\(" + pattern + rb"\))*"
    return pattern


DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|\((" + literal() + rb")\)|<([0-9A-Fa-f]+)>", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
Glyphs = Mapping[bytes, str]


def text_of(pdf: bytes) -> str:
    """Everything that is printed, in the order in which it is drawn, pages one after another.

    Raises PaperError where the file is not one that our typesetter writes.
    """
    try:
        return "".join(page_texts(pdf))
    except (KeyError, ValueError, TypeError, zlib.error) as fault:
        raise PaperError(f"PDFを読み返せません（{type(fault).__name__}）") from fault


def page_texts(pdf: bytes) -> Iterator[str]:
    """The text of each page. Raises ValueError where there is none."""
    objects = {int(match[1]): match[2] for match in OBJECT.finditer(pdf)}
    pages = [body for _, body in sorted(objects.items()) if PAGE.match(body)]
    if not pages:
        raise ValueError("no page")
    for page in pages:
        resources = objects[pointed(page, b"Resources")]
        yield drawn_text(stream(objects[pointed(page, b"Contents")]), fonts_of(resources, objects))


def pointed(body: bytes, key: bytes) -> int:
    """The number of the object that a key points to. Raises ValueError."""
    match = re.search(REFERENCE % key, body)
    if match is None:
        raise ValueError(f"no {key.decode()}")
    return int(match[1])


def fonts_of(resources: bytes, objects: Mapping[int, bytes]) -> dict[bytes, Glyphs]:
    """Name of a font in the page → its codes."""
    match = FONTS.search(resources)
    names = FONT.findall(match[1]) if match else []
    return {name: glyphs_of(stream(objects[pointed(objects[int(key)], b"ToUnicode")])) for name, key in names}


def stream(body: bytes) -> bytes:
    """The content of a stream. Raises ValueError, zlib.error."""
    match = STREAM.match(body)
    if match is None:
        raise ValueError("no stream")
    return zlib.decompress(match[2]) if b"/FlateDecode" in match[1] else match[2]


def glyphs_of(cmap: bytes) -> Glyphs:
    """Code → text, from a ToUnicode map."""
    found: dict[bytes, str] = {}
    for block in SINGLES.findall(cmap):
        values = [bytes.fromhex(each.decode()) for each in HEX.findall(block)]
        found |= {code: text.decode("utf-16-be") for code, text in zip(values[::2], values[1::2], strict=True)}
    for block in RANGES.findall(cmap):
        values = [bytes.fromhex(each.decode()) for each in HEX.findall(block)]
        for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
            found |= dict(range_of(first, last, text))
    return found


def range_of(first: bytes, last: bytes, text: bytes) -> Iterator[tuple[bytes, str]]:
    """The codes of a range, each with its text."""
    begin, end, start = (int.from_bytes(each) for each in (first, last, text))
    for step in range(end - begin + 1):
        yield (begin + step).to_bytes(2), (start + step).to_bytes(len(text)).decode("utf-16-be")


def drawn_text(content: bytes, fonts: Mapping[bytes, Glyphs]) -> str:
    """What a content stream draws."""
    parts: list[str] = []
    glyphs: Glyphs = {}
    for font, text, hexadecimal in DRAWN.findall(content):
        if font:
            glyphs = fonts[font]
        elif glyphs:
            codes = bytes.fromhex(hexadecimal.decode()) if hexadecimal else unescaped(text)
            parts.extend(glyphs.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
    return "".join(parts)


def unescaped(text: bytes) -> bytes:
    """The bytes of a string."""
    return ESCAPE.sub(lambda match: plain(match[1]), text)


def plain(escape: bytes) -> bytes:
    """One escaped byte."""
    return bytes([int(escape, 8) & 0xFF]) if escape.isdigit() else LETTERS.get(escape, escape)
