"""Papers from templates: JSON in, tagged PDF/A-2b out, the same bytes for the same input.

Data reaches a template only as JSON text in ``sys.inputs``: no value is ever read as markup. Templates import each
other by paths from the package folder, e.g. ``/engines/paperwork/typst/common.typ``.
"""

import hashlib
import json
import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from . import fonts, glyphs

ROOT = Path(__file__).resolve().parents[2]
STANDARD: Literal["a-2b"] = "a-2b"

_PAGE = re.compile(rb"/Type\s*/Page\b")
_local = threading.local()


class PaperError(RuntimeError):
    """A template could not be set with the data given; the message names the template and the fault."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One finished document: bytes, their SHA-256 in hexadecimal, number of pages, and what could not be printed."""

    pdf: bytes
    sha256: str
    pages: int
    missing: tuple[glyphs.Missing, ...]


def render(template: Path, data: Mapping[str, Any], *, timestamp: datetime) -> Paper:
    """Set one paper on A4 as tagged PDF/A-2b.

    ``data`` has the shape written at the top of the template; where it holds ``verify_url``, a two-dimensional code of
    it is added. ``timestamp`` (aware) is the document's date: with equal data it gives equal bytes on equal typefaces.
    Raises PaperError when the template refuses the data, ValueError for a naive timestamp or a template outside the
    package, FontsNotFoundError when the typefaces are not installed.
    """
    return _set(template, [data], _seconds(timestamp))


def pictures(template: Path, data: Mapping[str, Any], *, timestamp: datetime, ppi: int = 96) -> list[bytes]:
    """The pages of a paper as PNG, to be looked at on a screen. Raises as ``render`` does."""
    ready = glyphs.prepare([_with_code(data)])
    routes = [{"family": family, "clusters": clusters} for family, clusters in ready.routes.items()]
    faces = {**fonts.families(), "routes": routes}
    inputs = {"papers": _json(ready.data), "faces": _json(faces)}
    try:
        found = _compiler(template).compile(format="png", ppi=ppi, sys_inputs=inputs, timestamp=_seconds(timestamp))
    except typst.TypstError as error:
        raise PaperError(f"{template.name}: {error.diagnostic or error.message}") from error
    return found if isinstance(found, list) else [found or b""]


def render_many(template: Path, items: Iterable[Mapping[str, Any]], *, timestamp: datetime) -> Iterator[Paper]:
    """Set each item as a document of its own, in order, lazily; raises as ``render`` does."""
    moment = _seconds(timestamp)
    return (_set(template, [item], moment) for item in items)


def render_batch(
    template: Path,
    items: Iterable[Mapping[str, Any]],
    *,
    timestamp: datetime,
    size: int = 25,
    workers: int | None = None,
) -> Iterator[Paper]:
    """Set many items for the printer as few documents, ``size`` items in each, in order; the fastest way to much paper.

    Each item begins on a page of its own and counts its own sheets. ``workers`` threads (default: the processors, at
    most four) set documents side by side, and no more than that many wait in memory. Raises as ``render`` does.
    """
    moment = _seconds(timestamp)
    threads = workers or min(4, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Paper]] = deque()
        for bundle in _bundles(items, size):
            waiting.append(pool.submit(_set, template, bundle, moment))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _set(template: Path, items: Sequence[Mapping[str, Any]], moment: int) -> Paper:
    ready = glyphs.prepare([_with_code(item) for item in items])
    routes = [{"family": family, "clusters": clusters} for family, clusters in ready.routes.items()]
    pdf = _compile(template, ready.data, {**fonts.families(), "routes": routes}, moment)
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), len(_PAGE.findall(pdf)), ready.missing)


def _compile(template: Path, papers: Any, faces: Mapping[str, Any], moment: int) -> bytes:
    inputs = {"papers": _json(papers), "faces": _json(faces)}
    try:
        result = _compiler(template).compile(sys_inputs=inputs, pdf_standards=STANDARD, timestamp=moment)
    except typst.TypstError as error:
        raise PaperError(f"{template.name}: {error.diagnostic or error.message}") from error
    if not isinstance(result, bytes):
        raise PaperError(f"{template.name}: the typesetter gave no document")
    return result


def _compiler(template: Path) -> typst.Compiler:
    """The compiler of this thread and template; one is not to be shared by threads at work."""
    path = template.resolve()
    if not path.is_relative_to(ROOT):
        raise ValueError(f"A template must lie in the package: {path}")
    kept: dict[tuple[Path, int], typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    book = fonts.book()
    key = (path, id(book))
    if key not in kept:
        kept[key] = typst.Compiler(path, root=ROOT, font_paths=book, ignore_system_fonts=True)
    return kept[key]


def _with_code(item: Mapping[str, Any]) -> dict[str, Any]:
    url = item.get("verify_url")
    return {**item, "qr": qr_rows(url)} if url else dict(item)


def qr_rows(text: str) -> list[str]:
    """The code of ``text`` (QR, error correction M) as rows of ``"1"`` dark and ``"0"`` light, without quiet zone.

    The mask is fixed: any mask is lawful (ISO/IEC 18004 7.8), and trying all eight takes five times as long.
    """
    matrix = segno.make_qr(text, error="m", mask=2, boost_error=False).matrix
    return ["".join("1" if module else "0" for module in row) for row in matrix]


def _seconds(moment: datetime) -> int:
    """UNIX seconds of an aware moment; a document's date is written in UTC."""
    if moment.utcoffset() is None:
        raise ValueError("timestamp must be aware")
    return int(moment.timestamp())


def _bundles(items: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[Mapping[str, Any]]]:
    source = iter(items)
    while bundle := list(islice(source, size)):
        yield bundle


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
