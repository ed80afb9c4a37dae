"""The form of a plan that runs: each measure with its divisions, its stage of each year, indicators and targets.

A line whose code ends in ``b`` (``c``, …) is a further indicator of the measure before the letter. Two things are
read from ``note``: 「以下であること」 (the figure is not to be above the target) and 「24年度の目標は方針決定」
(a target in words, the year by its era). All of it is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from madoguchi.foundation.calendar import fiscal_year_name

from ..rules import KINDS, PLANNABLE
from .content import Card, IndicatorContent, MeasureContent
from .faults import Fault
from .reading import Line, Sheet
from .results import stage_of

FIXED = ("code", "goal", "section", "name", "kind", "departments")
FURTHER = re.compile(r"(?<=\d)[b-z]$")
FIGURE = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
AT_MOST = "以下であること"
IN_WORDS = re.compile(r"(元|\d{1,2})年度の目標は(\S+)")


def columns(card: Card) -> tuple[str, ...]:
    """The heading of a plan of these years."""
    stages = (f"status_fy{year}" for year in card.years)
    targets = (f"target_fy{year}" for year in card.years)
    return (*FIXED, *stages, "indicator", "unit", *targets, "note")


def measures(sheet: Sheet, card: Card) -> Iterator[MeasureContent]:
    """The measures of good lines, each with all its indicators; faults are added to the sheet's."""
    found: dict[str, MeasureContent] = {}
    for line in sheet.lines:
        measure = measure_of(line, card, sheet.faults)
        code = FURTHER.sub("", measure.code)
        if code == measure.code:
            found.setdefault(code, measure)
        elif code not in found:
            sheet.faults.append(line.fault("code", f"{code}の行が前にありません。", "もとの施策の後に置いてください。"))
        else:
            sheet.faults += further_faults(line, found[code], measure)
            found[code] = replace(found[code], indicators=(*found[code].indicators, *measure.indicators))
    yield from found.values()


def measure_of(line: Line, card: Card, faults: list[Fault]) -> MeasureContent:
    """What one line says; what it does not say well becomes a fault."""
    faults += line_faults(line)
    stages = {year: stage_of(line, f"status_fy{year}", PLANNABLE, faults) for year in card.years}
    return MeasureContent(
        code=line["code"],
        name=line["name"],
        kind=line["kind"],
        owners=tuple(name.strip() for name in re.split("[;；]", line["departments"]) if name.strip()),
        planned={year: stage.value for year, stage in stages.items() if stage},
        indicators=tuple(indicators(line, card, faults)),
        note=line["note"],
    )


def line_faults(line: Line) -> Iterator[Fault]:
    """Faults of the cells that every measure has."""
    if line["kind"] not in KINDS:
        yield line.fault("kind", "知らない区分です。", f"{'・'.join(KINDS)}のどれかです。")
    if not line["departments"].strip(";； "):
        yield line.fault("departments", "担当部署がありません。", "二つ以上は ; で区切ります。")
    for column, place in (("goal", 0), ("section", 1)):
        parts = line["code"].split("-")
        if len(parts) == 3 and line[column] != parts[place]:
            yield line.fault(
                column, f"code（{line['code']}）の番号と合いません。", "どちらが正しいか確かめてください。"
            )


def further_faults(line: Line, measure: MeasureContent, further: MeasureContent) -> Iterator[Fault]:
    """A further indicator says the same of the measure as its first line, and has an indicator."""
    if not further.indicators:
        yield line.fault("indicator", "指標がありません。", "二つ目の指標の行には、指標の名を入れてください。")
    if further.planned != measure.planned:
        yield line.fault("code", f"計画状況が{measure.code}の行と違います。", "同じ施策なので、そろえてください。")


def indicators(line: Line, card: Card, faults: list[Fault]) -> Iterator[IndicatorContent]:
    """The indicator of a line, where it has one."""
    given = {year: line[f"target_fy{year}"] for year in card.years if line[f"target_fy{year}"]}
    for year, text in given.items():
        if not FIGURE.fullmatch(text):
            hint = "位取りの , を付けず、半角の数字で入れてください。"
            faults.append(line.fault(f"target_fy{year}", "目標値が数字ではありません。", hint))
    if given and not line["indicator"]:
        faults.append(line.fault("indicator", "目標値がありますが、指標の名がありません。"))
    words = targets_in_words(line["note"], card)
    if line["indicator"] and not given and not words:
        faults.append(line.fault("indicator", "指標がありますが、どの年度にも目標値がありません。"))
    if line["indicator"]:
        at_most = AT_MOST in line["note"]
        yield IndicatorContent(
            code=line["code"], name=line["indicator"], unit=line["unit"], at_most=at_most, figures=given, words=words,
            note=line["note"],
        )  # fmt: skip


def targets_in_words(note: str, card: Card) -> Mapping[int, str]:
    """Fiscal year → target, for those that a note gives in words."""
    names = {fiscal_year_name(year)[2:].removesuffix("年度"): year for year in card.years}
    return {names[year]: words for year, words in IN_WORDS.findall(note) if year in names}
