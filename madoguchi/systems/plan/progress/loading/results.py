"""The form of a plan that is over: each measure with what was planned and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..rules import PLANNABLE, RESULTS, Stage, departs, stage_named
from .content import Card, MeasureContent
from .faults import Fault
from .reading import Line, Sheet

COLUMNS = ("code", "name", "planned", "result", "reason")


def measures(sheet: Sheet, card: Card) -> Iterator[MeasureContent]:
    """The measures of good lines; what is wrong with others is added to the sheet's faults.

    The states are those of the whole term, and are filed under its last fiscal year.
    """
    for line in sheet.lines:
        planned = stage_of(line, "planned", PLANNABLE, sheet.faults)
        result = stage_of(line, "result", RESULTS, sheet.faults)
        if planned is None or result is None:
            continue
        sheet.faults += reason_faults(line, planned, result)
        yield MeasureContent(
            code=line["code"],
            name=line["name"],
            planned={card.last: planned.value},
            results={card.last: (result.value, line["reason"])},
        )


def stage_of(line: Line, column: str, allowed: tuple[Stage, ...], faults: list[Fault]) -> Stage | None:
    """The stage that a cell names; None, with a fault, where it names none of these."""
    stage = stage_named(line[column])
    if stage in allowed:
        return stage
    names = "・".join(each.label for each in allowed)
    faults.append(
        line.fault(column, "知らない状況です。" if line[column] else "値がありません。", f"{names}のどれかです。")
    )
    return None


def reason_faults(line: Line, planned: Stage, result: Stage) -> Iterator[Fault]:
    """A measure that departed from its plan says why."""
    if departs(planned, result) and not line["reason"]:
        reason = f"計画（{planned.label}）から変わった（{result.label}）理由がありません。"
        yield line.fault("reason", reason, "理由を入れてください。")
