"""What the register offers for export: everyone, as the file of 122 columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.exports.api import Archive, Export, Mark, Options, Outline, Refused, Tell, Written

from .exchange.columns import NAMES, PLACE
from .exchange.exporting import EXPORT, NEWLINES, SEE, NotInEncoding, write
from .exchange.faults import UnreadableFile
from .exchange.reading import layout_of, records
from .exchange.register import everyone, order_of_lines, persons_in_all
from .forms import RegisterForm

KEY = ("宛名番号", "個人履歴番号", "個人履歴番号_枝番号")


def outline(actor: Actor, options: Options) -> Outline:
    """Everyone whom the actor may see, with every column."""
    require(actor, EXPORT)
    return Outline(persons_in_all(timezone.localdate(), whole=actor.may(SEE)), NAMES)


def write_register(actor: Actor, options: Options, archive: Archive, mark: Mark, tell: Tell) -> Written:
    """The register in one file. The format has no room for a mark in words: the order of the lines bears it.

    Raises Refused where the encoding lacks a sign.
    """
    encoding, newline = options["encoding"], NEWLINES[options["newline"]]
    name = f"住民データ_{mark.number}.csv"
    with transaction.atomic(), archive.text(name, encoding=encoding, errors="replace") as file:
        lines = mark.ordered(
            everyone(timezone.localdate(), whole=actor.may(SEE)),
            key=key_of,
            apart=lambda one, other: bool(one["person_id"] != other["person_id"]),
        )
        try:
            written = write(file, encoding, newline, tell, lines)
        except NotInEncoding as refusal:
            raise Refused(str(refusal)) from refusal
    return Written(written.persons, written.lines)


def key_of(row: dict[str, Any]) -> str:
    """What tells a line from all others."""
    return f"{row['number']}-{row['history']}-{row['branch']}"


def moved(path: Path) -> Iterator[str]:
    """Keys of the lines of a found file that stand behind a line which comes after them in the register.

    Raises Refused for what is no file of 122 columns, or no part of one.
    """
    try:
        keys = keys_in(path)
    except UnreadableFile as fault:
        raise Refused(f"{fault.fault.reason}{fault.fault.hint}", "file") from fault
    if not keys:
        raise Refused("122列の住民データの行がありません。見つかったままのファイルを選んでください。", "file")
    order = order_of_lines()
    return (later for earlier, later in pairwise(keys) if order.get(earlier, 0) > order.get(later, 0) > 0)


def keys_in(path: Path) -> list[str]:
    """Keys of the lines, in the order of the file. Raises UnreadableFile."""
    places = [PLACE[name] for name in KEY]
    lines = [cells for _, cells in records(path, layout_of(path)) if len(cells) == len(NAMES)]
    return ["-".join(cells[place] for place in places) for cells in lines if cells[places[0]].isdigit()]


EXPORTS = (
    Export(
        code="residents.register",
        name="住民データ（122列のCSV）",
        summary="取込みと同じ122列のCSVで、住民記録の全部を書き出します。移行や点検のためのものです。",
        permission=EXPORT,
        form=RegisterForm,
        outline=outline,
        write=write_register,
        moved=moved,
    ),
)
