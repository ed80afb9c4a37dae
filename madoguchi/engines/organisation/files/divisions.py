"""A list of divisions: the house's own form, with codes, and a list of names by level as cities publish them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from madoguchi.foundation.access.restructuring import Astray, Unit, parents_first

from .reading import Fault, Faulty, Line, read_lines

OWN = ("コード", "名称", "上位コード", "並び順")
LEVELS = ("局", "部", "課", "室・出先", "係")
NAMES = (*LEVELS, "所属名称")
CODE = re.compile(r"[-a-zA-Z0-9_]{1,20}")
LONGEST_NAME, HIGHEST_ORDER = 40, 32767
STEP = 10


@dataclass(frozen=True)
class Listed:
    """A division of a file with its line."""

    line: int
    unit: Unit


def read_own(file: IO[bytes]) -> list[Listed]:
    """The divisions of the house's own form: コード, 名称, 上位コード, 並び順. Raises Faulty."""
    lines = read_lines(file, OWN)
    found = [Listed(line.number, unit_of(line)) for line in lines]
    faults = [*(fault for line in lines for fault in faults_of(line)), *faults_together(found)]
    if faults:
        raise Faulty(faults)
    return found


def unit_of(line: Line) -> Unit:
    """The division of a line."""
    return Unit(line["コード"], line["名称"], line["上位コード"], order_of(line))


def order_of(line: Line) -> int:
    """並び順; 0 where it is no number, which is a fault of its own."""
    text = line["並び順"]
    return int(text) if text.isascii() and text.isdigit() else 0


def faults_of(line: Line) -> Iterator[Fault]:
    """What is wrong with one line by itself."""
    if not CODE.fullmatch(line["コード"]):
        yield Fault(line.number, "コード", "半角の英字・数字・-・_ で、20字までにしてください。")
    if not line["名称"] or len(line["名称"]) > LONGEST_NAME:
        yield Fault(line.number, "名称", f"1字から{LONGEST_NAME}字までで入れてください。")
    text = line["並び順"]
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_ORDER):
        yield Fault(line.number, "並び順", f"0から{HIGHEST_ORDER}までの数を入れてください。")


def faults_together(found: Sequence[Listed]) -> Iterator[Fault]:
    """What is wrong with the list as a whole: codes and names twice, parents that are not there or go in a circle."""
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for each in found:
        unit = each.unit
        if unit.code and unit.code in codes:
            yield Fault(each.line, "コード", f"{codes[unit.code]}行目と同じコードです。")
        if (unit.parent, unit.name) in names:
            yield Fault(each.line, "名称", f"{names[unit.parent, unit.name]}行目と、上位も名称も同じです。")
        codes.setdefault(unit.code, each.line)
        names.setdefault((unit.parent, unit.name), each.line)
    yield from faults_of_parents(found, set(codes))


def faults_of_parents(found: Sequence[Listed], codes: set[str]) -> Iterator[Fault]:
    """Parents that are not in the file, and divisions below themselves."""
    for each in found:
        if each.unit.parent and each.unit.parent not in codes:
            yield Fault(each.line, "上位コード", f"コード「{each.unit.parent}」の部署が、このファイルにありません。")
    known = [each for each in found if not each.unit.parent or each.unit.parent in codes]
    try:
        parents_first(each.unit for each in known)
    except Astray as astray:
        missing = {each.unit.code for each in found} - {each.unit.code for each in known}
        yield from (
            Fault(each.line, "上位コード", "上位をたどると、この部署自身に戻ります。")
            for each in known
            if each.unit.code in astray.codes and not missing
        )


def read_names(file: IO[bytes], known: Mapping[tuple[str, ...], str]) -> list[Listed]:
    """The divisions of a list of names by level: 局, 部, 課, 室・出先, 係, 所属名称. Such a list has no codes.

    ``known``: the names from the top down → code of a division of today, which then keeps its code; others get the next
    free number. A line that says again what an earlier one said is passed over. Raises Faulty.
    """
    lines = read_lines(file, NAMES)
    paths = {line.number: tuple(line[level] for level in LEVELS if line[level]) for line in lines}
    faults = [fault for line in lines for fault in faults_of_names(line, paths[line.number], set(paths.values()))]
    if faults:
        raise Faulty(faults)
    return list(coded(paths, known))


def faults_of_names(line: Line, path: tuple[str, ...], there: set[tuple[str, ...]]) -> Iterator[Fault]:
    """What is wrong with one line of names."""
    if not path:
        yield Fault(line.number, LEVELS[0], "局から係までのどれかを入れてください。")
        return
    level = max(level for level in range(len(LEVELS)) if line[LEVELS[level]])
    if len(path[-1]) > LONGEST_NAME:
        yield Fault(line.number, LEVELS[level], f"{LONGEST_NAME}字までにしてください。")
    if len(path) > 1 and path[:-1] not in there:
        yield Fault(line.number, LEVELS[level], f"上位の「{'　'.join(path[:-1])}」の行がありません。")


def coded(paths: Mapping[int, tuple[str, ...]], known: Mapping[tuple[str, ...], str]) -> Iterator[Listed]:
    """Each path once, with its code; parents that stand below their children in the file are no fault."""
    codes = dict(known)
    fresh = numbers(codes.values())
    lines: dict[tuple[str, ...], int] = {}
    for line, path in paths.items():
        lines.setdefault(path, line)
    for path in lines:
        if path not in codes:
            codes[path] = next(fresh)
    for place, (path, line) in enumerate(lines.items(), start=1):
        parent = codes[path[:-1]] if len(path) > 1 else ""
        yield Listed(line, Unit(codes[path], path[-1], parent, place * STEP))


def numbers(taken: Iterable[str]) -> Iterator[str]:
    """Codes that are not in use: 1001, 1002 …"""
    used = set(taken)
    return (code for number in range(1001, 10_000_000) if (code := str(number)) not in used)
