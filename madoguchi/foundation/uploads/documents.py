"""PDF, written anew: pages and words stay, whatever acts by itself or lies hidden beside them goes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

import pikepdf
from django.conf import settings
from pikepdf import Array, Dictionary, Name

from .errors import UploadRefused
from .images import read
from .kinds import HEAD, Kind, kind_of

MOST_PAGES = 2000
DEEPEST = 60
UNREADABLE = "PDFを読み取れません。壊れているおそれがあります。作り直して、もう一度送ってください。"
LOCKED = "パスワードや制限のあるPDFは受け取れません。制限のないPDFにして送ってください。"
SIGNED = (
    "電子署名の付いたPDFは、ここで書き直すと署名が無効になるため受け取れません。印刷の形のPDFにして送ってください。"
)
HOLDERS = ("/OpenAction", "/AA", "/XFA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/Collection")
"""Keys by which a document acts when it is opened, runs a script, or carries files (ISO 32000-2, 7.11, 12.6)."""
ACTIONS = frozenset(
    f"/{name}"
    for name in (
        *("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "GoTo3DView", "GoToDp"),
        *("Rendition", "RichMediaExecute", "Movie", "Sound", "ResetForm", "Hide", "SetOCGState"),
    )
)
"""Types of actions that do more than lead to a place of this document or, at a click, to a web page."""


def clean_pdf(file: IO[bytes], *, most_bytes: int = 0) -> bytes:
    """Reads a PDF and writes it anew without scripts, automatic actions, forms' XML, and files within it.

    The same file gives the same bytes. ``most_bytes`` 0 means the figure of the settings. Raises UploadRefused for what
    is too large, no PDF, broken, encrypted, or signed.
    """
    content = read(file, most_bytes or settings.MADOGUCHI_UPLOADS["document"])
    if kind_of(content[:HEAD]) != Kind.PDF:
        raise UploadRefused("PDFのファイルではありません。選び直してください。")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            check(document)
            for holder in dictionaries(document):
                disarm(holder)
            return written(document)
    except pikepdf.PasswordError as error:
        raise UploadRefused(LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, MemoryError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(UNREADABLE) from error


def check(document: pikepdf.Pdf) -> None:
    """Raises UploadRefused for what cannot be written anew, or is too long to read."""
    if document.is_encrypted:
        raise UploadRefused(LOCKED)
    if not document.pages:
        raise UploadRefused(UNREADABLE)
    if len(document.pages) > MOST_PAGES:
        raise UploadRefused(f"ページが多すぎます（{MOST_PAGES:,}ページまで）。分けて送ってください。")
    form = document.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and int(form.get("/SigFlags", 0)) & 1:
        raise UploadRefused(SIGNED)


def dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the document, those of streams and those within others too."""
    for each in document.objects:
        yield from within(each, 0)


def within(what: Any, depth: int) -> Iterator[Any]:
    """A thing and what lies directly in it. Raises UploadRefused for what is nested beyond sense."""
    if depth > DEEPEST:
        raise UploadRefused(UNREADABLE)
    if isinstance(what, (Dictionary, pikepdf.Stream)):
        yield what
        children: Any = [child for _, child in what.items()]
    else:
        children = list(what) if isinstance(what, Array) else ()
    for child in children:
        if isinstance(child, (Dictionary, Array)) and not child.is_indirect:
            yield from within(child, depth + 1)


def disarm(holder: Any) -> None:
    """Takes out of one dictionary what acts, and what carries files."""
    for key in HOLDERS:
        if key in holder:
            del holder[key]
    if str(holder.get("/S", "")) in ACTIONS:
        for key in set(holder.keys()) - {"/Next"}:
            del holder[key]
        holder["/S"], holder["/N"] = Name("/Named"), Name("/NextPage")


def written(document: pikepdf.Pdf) -> bytes:
    """The document's bytes, the same each time."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
