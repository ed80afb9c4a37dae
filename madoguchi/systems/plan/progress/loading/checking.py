"""Checking the files of a plan together: from bytes to a whole plan, or to every fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from . import measures, results, words
from .content import Card, Content, MeasureContent
from .faults import Fault
from .reading import Sheet, check_heading, read

MEASURES, WORDS = "施策", "目標と説明"
CODE = re.compile(r"[1-9]\d?-[1-9]\d?-[1-9]\d?([b-z])?")
LONGEST = {"name": 100, "reason": 300, "indicator": 60, "unit": 10, "note": 300, "description": 1_000}


def check(card: Card, measures_file: bytes, words_file: bytes | None = None) -> tuple[Content, list[Fault]]:
    """The plan of these files and all their faults; a plan with faults is not to be written.

    Which of the two forms of measures it is, the heading tells.
    """
    sheet = read(measures_file, MEASURES)
    by_year = "planned" not in sheet.heading
    check_heading(sheet, measures.columns(card) if by_year else results.COLUMNS)
    if sheet.faults:
        return Content(card=card, by_year=by_year, measures=()), sheet.faults
    sheet.faults += cell_faults(sheet, CODE if by_year else re.compile(r"[1-9]\d?-[1-9]\d?-[1-9]\d?"))
    form = measures if by_year else results
    found = tuple(form.measures(sheet, card))
    told, faults = words_of(words_file, [each for each in found if CODE.fullmatch(each.code)])
    return Content(card=card, by_year=by_year, measures=found, words=told), [*sheet.faults, *faults]


def words_of(content: bytes | None, found: Iterable[MeasureContent]) -> tuple[dict[str, words.Words], list[Fault]]:
    """What the file of words says, and its faults; without measures there is nothing to hold it against."""
    codes = {code for each in found for code in (f"{each.goal}", f"{each.goal}-{each.section}", each.code)}
    if content is None or not codes:
        return {}, []
    sheet = read(content, WORDS)
    check_heading(sheet, words.COLUMNS)
    if sheet.faults:
        return {}, sheet.faults
    sheet.faults += length_faults(sheet)
    return words.words(sheet, codes), sheet.faults


def cell_faults(sheet: Sheet, pattern: re.Pattern[str]) -> Iterator[Fault]:
    """What is wrong with the code and the name of a line, and cells that are too long."""
    seen: dict[str, int] = {}
    for line in sheet.lines:
        code = line["code"]
        if not pattern.fullmatch(code):
            yield line.fault("code", "施策の番号ではありません。", "1-2-3 のように、半角の数字三つで書きます。")
        elif code in seen:
            yield line.fault("code", f"{seen[code]}行目と同じ番号です。", "番号は一度だけ使えます。")
        seen.setdefault(code, line.number)
        if not line["name"]:
            yield line.fault("name", "施策の名がありません。")
    yield from length_faults(sheet)


def length_faults(sheet: Sheet) -> Iterator[Fault]:
    """Cells that are too long for where they go."""
    for line in sheet.lines:
        for column, value in line.cells.items():
            most = LONGEST.get(column, LONGEST["name"])
            if len(value) > most:
                yield line.fault(column, f"{len(value)}字あります（{most}字まで）。", "短くしてください。")
