"""Stages of measures, and what tables say of them. Pure: no database, no clock.

The stages and the tables are those of the plan for 平成24・25年度: chapter 5 (計画状況) and chapter 3, section 2
(実施状況).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Stage(Enum):
    """How far a measure is. The value is its code in the database."""

    STUDY = "study"
    PARTIAL = "partial"
    CARRIED = "carried"
    OPERATING = "operating"
    DONE = "done"
    REVISED = "revised"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return LABELS[self.value]


LABELS = {
    "study": "調査・検討",
    "partial": "一部実施",
    "carried": "実施",
    "operating": "運用",
    "done": "完了",
    "revised": "見直し",
}
STUDY, PARTIAL, CARRIED, OPERATING, DONE, REVISED = Stage
PLANNABLE = (STUDY, PARTIAL, CARRIED, OPERATING)
"""What a plan can foresee, from the first stage to the last."""
RESULTS = (*PLANNABLE, DONE, REVISED)
PLANNED_ORDER = (OPERATING, CARRIED, PARTIAL, STUDY)
RESULT_ORDER = (DONE, OPERATING, CARRIED, PARTIAL, STUDY, REVISED)
"""The orders in which the tables show them: the furthest first, 見直し last."""
NOT_REPORTED = "未記入"
KINDS = ("新規", "継続", "拡充", "統合", "終了")

Result = Stage | None
"""None: nobody has said yet what became of the measure."""


def stage_named(label: str) -> Stage | None:
    """The stage that a person calls so; None where there is none."""
    return next((stage for stage in Stage if stage.label == label), None)


def departs(planned: Stage, result: Result) -> bool:
    """Whether a measure departed from its plan (計画に変更が生じた): then its reason is owed.

    One that was only to be studied departs with every other stage. One that was to be carried out departs when it is
    behind, or was revised; further than planned, or done, is on its way.
    """
    if result is None or result is planned:
        return False
    if planned is STUDY or result is REVISED:
        return True
    return result is not DONE and PLANNABLE.index(result) < PLANNABLE.index(planned)


@dataclass(frozen=True)
class Cross:
    """Measures by what was planned (rows) and what became of them (columns); ``columns`` may end with None."""

    rows: tuple[Stage, ...]
    columns: tuple[Result, ...]
    cells: dict[tuple[Stage, Result], int]

    def at(self, planned: Stage, result: Result) -> int:
        """How many were planned so and became so."""
        return self.cells.get((planned, result), 0)

    def planned(self, stage: Stage) -> int:
        """How many were planned so."""
        return sum(self.at(stage, result) for result in self.columns)

    def result(self, result: Result) -> int:
        """How many became so."""
        return sum(self.at(stage, result) for stage in self.rows)

    @property
    def total(self) -> int:
        """All measures."""
        return sum(self.cells.values())


def cross(pairs: Iterable[tuple[Stage, Result]]) -> Cross:
    """The cross table of measures. Stages that the plans of today no longer or not yet use are left out where empty."""
    cells = Counter(pairs)
    used = {stage for pair in cells for stage in pair}
    rows = tuple(stage for stage in PLANNED_ORDER if stage is not OPERATING or any(row is stage for row, _ in cells))
    columns: list[Result] = [stage for stage in RESULT_ORDER if stage is not OPERATING or stage in used]
    return Cross(rows, (*columns, None) if None in used else tuple(columns), dict(cells))


def name_of(result: Result) -> str:
    """The words for a result."""
    return result.label if result else NOT_REPORTED


def year_shown(first: int, last: int, now: int) -> int:
    """Of a plan's fiscal years, the one that a page shows when none was chosen: this year, or the nearest."""
    return min(max(now, first), last)


def reportable(first: int, last: int, now: int, by_year: bool) -> list[int]:
    """The fiscal years of which one may say now what became of them: those that have begun. A plan whose results are
    told for its whole term has one, its last."""
    years = range(first if by_year else last, last + 1)
    return [year for year in years if year <= now]


def sentence(table: Cross, departed: int) -> str:
    """What the table says, in one sentence for the head of a report."""
    parts = [f"{name_of(result)}{table.result(result)}" for result in table.columns if table.result(result)]
    head = f"全{table.total}施策のうち、{'、'.join(parts)}です。" if parts else "施策がありません。"
    return head + (f"計画に変更が生じた施策は{departed}施策です。" if departed else "")


def era_years(names: Sequence[str]) -> str:
    """平成22・23年度 for the names of successive years; eras that differ stay whole (平成30年度・令和元年度)."""
    first, *rest = [name.removesuffix("年度") for name in names]
    shown = [first, *(name[2:] if name[:2] == names[index][:2] else name for index, name in enumerate(rest))]
    return "・".join(shown) + "年度"
