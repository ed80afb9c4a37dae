"""Export: the register as the file of 122 columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from .checking import Tell
from .columns import NAMES
from .importing import town_code
from .register import everyone
from .writing import line

EXPORT = "residents.export"
SEE = "people.protection.see"
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8（BOM付き）", "cp932": "Shift_JIS（CP932）"}
NEWLINES = {"LF": "\n", "CR": "\r\n"}
MOST_SIGNS = 10


class NotInEncoding(Exception):  # noqa: N818 - read as a sentence where it is raised
    """Some names cannot be written in the encoding; ``signs`` are (宛名番号, signs) of the first persons."""

    def __init__(self, signs: list[tuple[str, str]], count: int) -> None:
        self.signs, self.count = signs, count
        who = "、".join(f"宛名番号{number}の「{text}」" for number, text in signs)
        super().__init__(f"CP932では書けない文字が{count}行にあります（{who}）。UTF-8で書き出してください。")


@dataclass(frozen=True)
class Written:
    """What an export wrote."""

    lines: int
    persons: int


def export_file(
    actor: Actor, *, path: Path, reason: str, encoding: str = "utf-8", newline: str = "LF", tell: Tell
) -> Written:
    """Writes the whole register to a file, for the operator at the machine. The stated reason stands in the audit, also
    for an export that fails. At the screens a file leaves by ``exports.py`` alone, with another's approval.

    For an actor who may not see guarded persons (支援措置 and other holds) it is written as if they were not there.

    Raises Forbidden, ValueError (no reason), NotInEncoding.
    """
    require(actor, EXPORT)
    if not reason.strip():
        raise ValueError("書き出す理由を入れてください。")
    audit(actor, action=EXPORT, subject="register", detail={"reason": reason, "encoding": encoding})
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        return write(file, encoding, NEWLINES[newline], tell, everyone(timezone.localdate(), whole=actor.may(SEE)))


def write(file: IO[str], encoding: str, newline: str, tell: Tell, lines: Iterable[dict[str, Any]]) -> Written:
    """The lines, checked against the encoding as they are written. Raises NotInEncoding."""
    lg_code, count = town_code(), 0
    refused, persons = Refused(encoding), set()
    writer = csv.writer(file, lineterminator=newline)
    writer.writerow(NAMES)
    with transaction.atomic():
        for count, row in enumerate(lines, start=1):
            cells = line(row, lg_code)
            refused.look(str(row["number"]), cells)
            writer.writerow(cells)
            persons.add(row["person_id"])
            if count % 1000 == 0:
                tell(count, None, "書き出しています")
    if refused.count:
        raise NotInEncoding(refused.signs, refused.count)
    return Written(count, len(persons))


class Refused:
    """Collects the signs that an encoding does not have."""

    def __init__(self, encoding: str) -> None:
        self.encoding, self.count = encoding, 0
        self.signs: list[tuple[str, str]] = []

    def look(self, number: str, cells: list[str]) -> None:
        """Notes a line that cannot be written."""
        if self.encoding != "cp932":
            return
        text = "".join(cells)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            self.count += 1
            if len(self.signs) < MOST_SIGNS:
                self.signs.append((number, "".join(sorted(set(filter(self.is_missing, text))))))

    def is_missing(self, sign: str) -> bool:
        """Whether the encoding lacks a sign."""
        try:
            sign.encode(self.encoding)
        except UnicodeEncodeError:
            return True
        return False
