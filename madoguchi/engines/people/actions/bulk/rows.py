"""Rows as the text format of COPY has them (PostgreSQL, "COPY", File Formats)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

NULL = r"\N"
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Text with the signs that COPY takes for its own written out."""
    return text.translate(ESCAPES) if SPECIAL.search(text) else text


def array(items: list[str] | tuple[str, ...]) -> str:
    """A text array."""
    quoted = ('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items)
    return escaped("{" + ",".join(quoted) + "}")


@cache
def iso(day: date) -> str:
    """A date. Few days are many rows'."""
    return day.isoformat()


WRITERS: dict[type, Callable[[Any], str]] = {
    str: escaped,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: NULL,
    date: iso,
    datetime: datetime.isoformat,
    dict: lambda value: escaped(json.dumps(value, ensure_ascii=False)) if value else "{}",
    list: array,
    tuple: array,
    UUID: str,
    bytes: lambda value: rf"\\x{value.hex()}",
}


def cell(value: object) -> str:
    """One value. Raises KeyError for a type that the record does not hold."""
    write = WRITERS.get(type(value))
    if write is None:
        write = next(WRITERS[base] for base in type(value).__mro__ if base in WRITERS)
    return write(value)


def period(lower: date | datetime | None, upper: date | datetime | None) -> str:
    """A half-open period; None: no bound."""
    begin = f"[{lower.isoformat()}" if lower is not None else "("
    return f"{begin},{upper.isoformat() if upper is not None else ''})"


class Rows:
    """The rows of one table, each kept as its line of COPY. Columns that are not given take the model's defaults."""

    def __init__(self, model: type[models.Model], without: tuple[str, ...] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname not in without]
        self.table = model._meta.db_table
        self.columns = tuple(field.attname for field in fields)
        self.defaults = {field.attname: cell(field.get_default()) for field in fields}
        self.lines: list[str] = []

    def add(self, written: dict[str, str], values: dict[str, Any]) -> None:
        """Adds a row of columns already written, and of values. Raises KeyError for a column that the table has not."""
        line = {**self.defaults, **written, **{name: cell(value) for name, value in values.items()}}
        if len(line) > len(self.columns):
            raise KeyError(f"{self.table}: {sorted(set(line) - set(self.columns))}")
        self.lines.append("\t".join(line.values()))

    def __len__(self) -> int:
        return len(self.lines)
