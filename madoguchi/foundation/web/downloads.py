"""Files to keep: a table for spreadsheets, and any content under a name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from madoguchi.foundation.uploads import safe_cell

CSV = "text/csv; charset=utf-8"
Rows = Iterable[Iterable[Any]]


def download(content: bytes, name: str, content_type: str = CSV, *, at_once: bool = False) -> HttpResponse:
    """A file to keep, or to be shown ``at_once``, under a name that may be Japanese."""
    disposition = content_disposition_header(as_attachment=not at_once, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def spreadsheet(rows: Rows) -> bytes:
    """A CSV file as spreadsheets open it: with BOM, and no text that they would take for a formula."""
    text = io.StringIO()
    cells = ([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(text, lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode("utf-8-sig")
