"""The file outside the database that remembers every stamp: ``DATA/audit/<schema>.log``, one line of JSON each.

Whoever can rewrite the whole database, lanes and stamps included, still cannot rewrite this file: keep it on another
disk, or copy it away. It is only ever appended to, and each line is on the disk before the job goes on.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from madoguchi.foundation.towns.secrets import sync_folder

from .stamps import Head, as_json, from_json


@dataclass(frozen=True)
class Anchor:
    """One line: a stamp as it was when it was written. ``number`` is the stamp's."""

    number: int
    at: datetime
    heads: dict[int, Head]
    digest: bytes

    def line(self) -> str:
        """The anchor as a line of the file."""
        said = {"stamp": self.number, "at": self.at.isoformat(), "digest": self.digest.hex()}
        return json.dumps({**said, "heads": as_json(self.heads)}) + "\n"


class BadAnchorError(ValueError):
    """A line of the file cannot be read: the file itself was changed."""


def place(schema: str) -> Path:
    """The file of a town."""
    return Path(settings.AUDIT_FOLDER) / f"{schema}.log"


def append(schema: str, after: Callable[[int], Iterable[Anchor]]) -> int:
    """Adds the anchors ``after`` the last stamp of the file; gives how many. Safe with several processes and after a
    crash: a line that was cut short is taken off, and what a stamp says is written again.
    """
    path = place(schema)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole, _, half = file.read().rpartition(b"\n")
        if half:
            file.truncate(len(whole) + (1 if whole else 0))
        last = max((anchor.number for anchor in parse(whole.decode())), default=0)
        lines = [anchor.line() for anchor in after(last)]
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return len(lines)


def read(schema: str) -> list[Anchor]:
    """Every anchor of a town, in the order of the file; none where this machine has no file.

    Raises BadAnchorError.
    """
    path = place(schema)
    return list(parse(path.read_text())) if path.is_file() else []


def parse(text: str) -> Iterator[Anchor]:
    """The anchors of lines. Raises BadAnchorError, naming the line."""
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            said = json.loads(line)
            moment = datetime.fromisoformat(said["at"])
            yield Anchor(int(said["stamp"]), moment, from_json(said["heads"]), bytes.fromhex(said["digest"]))
        except (ValueError, KeyError, TypeError) as fault:
            raise BadAnchorError(f"{number}") from fault


def lay_aside(schema: str) -> None:
    """Keeps the file of a town that is removed, under another name: a later town of that name begins anew."""
    if place(schema).is_file():
        place(schema).rename(place(f"{schema}.{timezone.now():%Y%m%dT%H%M%S%f}"))
