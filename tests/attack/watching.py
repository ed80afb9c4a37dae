"""What an attack would set in motion: queries, programs, files, mail. Watched while a request is served."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection

from .payloads import MARK

PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"}
LISTENERS: list[Callable[[str, tuple[Any, ...]], None]] = []


def hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Python's own audit: tells whoever listens."""
    for listener in LISTENERS:
        listener(event, arguments)


sys.addaudithook(hear)


@dataclass
class Watch:
    """What was seen while the block ran: item of the check → what."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def query(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """A payload inside the text of a query is an injection; among its parameters it is a value."""
        if MARK in str(sql):
            self.seen.append(("A", f"a payload in the text of a query: {str(sql)[:120]}"))
        return execute(sql, params, many, context)

    def event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A program started or a file opened by a payload."""
        if event in PROGRAMS and MARK in repr(arguments):
            self.seen.append(("D", f"{event} {arguments[:2]!r}"))
        elif event == "open" and MARK in str(arguments[0]) and not is_at_home(str(arguments[0])):
            self.seen.append(("G", f"a file outside the town's folder is opened: {arguments[0]!r}"))

    def letters(self) -> None:
        """Letters to someone whom a payload names."""
        for message in mail.outbox:
            if any(MARK in address for address in message.recipients()):
                self.seen.append(("F", f"a letter to {message.recipients()}"))


def is_at_home(path: str) -> bool:
    """Whether a path lies in the folder of files or among temporary files, where uploads rest."""
    at = Path(path).resolve()
    return any(at.is_relative_to(Path(home).resolve()) for home in (settings.MEDIA_ROOT, tempfile.gettempdir()))


@contextmanager
def watching() -> Iterator[Watch]:
    """Watches while the block runs."""
    watch = Watch()
    mail.outbox = []
    LISTENERS.append(watch.event)
    try:
        with connection.execute_wrapper(watch.query):
            yield watch
    finally:
        LISTENERS.remove(watch.event)
        watch.letters()
