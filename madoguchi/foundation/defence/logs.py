"""A log that may be read by someone who may not read the register."""

from __future__ import annotations

import datetime as dt
import logging
import re
import traceback
from types import TracebackType

QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]*")
CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 9}
LONGEST = 2000
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class SilentFormatter(logging.Formatter):
    """One line for each record, without the queries of addresses; exceptions as class and places, never their words.

    An exception's message may hold a row of the register (PostgreSQL quotes the values that break a constraint), a
    query what a clerk searched for, and a line break a forged entry.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        record.message = scrubbed(record.getMessage())
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        if record.exc_info and record.exc_info[0]:
            line += "\n" + self.formatException(record.exc_info)
        return line

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The moment with its distance from UTC."""
        return dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        """Class and places of an exception and of those that led to it."""
        return "\n".join(each for error in chain(ei[1]) for each in places(error))


def chain(error: BaseException | None) -> list[BaseException]:
    """An exception and its causes, the first cause first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found[::-1]


def places(error: BaseException) -> list[str]:
    """Where an exception came by, and of which class it is; for the database's the code of its fault."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    state = getattr(error, "sqlstate", None)
    kind = type(error)
    return [*lines, f"  {kind.__module__}.{kind.__qualname__}{f' (SQLSTATE {state})' if state else ''}"]


def scrubbed(text: str) -> str:
    """A message on one line, without the queries of addresses, no longer than needed."""
    return QUERY.sub(r"\1?…", text).translate(CONTROL)[:LONGEST]
