"""Stages and tables, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.systems.plan.progress.drawing import WIDTH, crossed, line_of
from madoguchi.systems.plan.progress.rules import (
    CARRIED,
    DONE,
    OPERATING,
    PARTIAL,
    PLANNABLE,
    RESULTS,
    REVISED,
    STUDY,
    Result,
    Stage,
    cross,
    departs,
    era_years,
    reportable,
    sentence,
    year_shown,
)

PAIRS = st.lists(st.tuples(st.sampled_from(PLANNABLE), st.sampled_from([*RESULTS, None])), max_size=80)


@pytest.mark.parametrize(
    ("planned", "result", "expected"),
    [
        (CARRIED, DONE, False),
        (CARRIED, CARRIED, False),
        (CARRIED, OPERATING, False),
        (CARRIED, PARTIAL, True),
        (CARRIED, STUDY, True),
        (PARTIAL, DONE, False),
        (PARTIAL, CARRIED, False),
        (PARTIAL, STUDY, True),
        (PARTIAL, REVISED, True),
        (OPERATING, CARRIED, True),
        (OPERATING, DONE, False),
        (STUDY, STUDY, False),
        (STUDY, DONE, True),
        (STUDY, CARRIED, True),
        (STUDY, REVISED, True),
        (STUDY, None, False),
        (CARRIED, None, False),
    ],
)
def test_when_a_measure_departs_from_its_plan(planned: Stage, result: Result, expected: bool) -> None:
    assert departs(planned, result) is expected


@given(PAIRS)
def test_the_sums_of_the_cross_table_are_those_of_the_measures(pairs: list[tuple[Stage, Result]]) -> None:
    table = cross(pairs)
    assert table.total == len(pairs)
    assert sum(table.planned(stage) for stage in table.rows) == len(pairs)
    assert sum(table.result(result) for result in table.columns) == len(pairs)
    for stage in table.rows:
        assert table.planned(stage) == sum(planned is stage for planned, _ in pairs)
    for result in table.columns:
        assert table.result(result) == sum(became is result for _, became in pairs)
    assert (None in table.columns) == any(became is None for _, became in pairs)


@given(PAIRS)
def test_the_drawing_holds_every_measure_and_stays_in_its_frame(pairs: list[tuple[Stage, Result]]) -> None:
    table = cross(pairs)
    drawing = crossed(table)
    assert sum(part.count for bar in drawing.bars for part in bar.parts) == len(pairs)
    assert all(part.x + part.width <= WIDTH for bar in drawing.bars for part in bar.parts)
    (bar,) = line_of([(result, table.result(result)) for result in table.columns]).bars
    assert sum(part.width for part in bar.parts) == pytest.approx(WIDTH if pairs else 0, abs=1)


def test_a_table_of_nothing_says_so() -> None:
    assert sentence(cross([]), 0) == "施策がありません。"
    assert sentence(cross([(STUDY, DONE), (CARRIED, None)]), 1) == (
        "全2施策のうち、完了1、未記入1です。計画に変更が生じた施策は1施策です。"
    )


@pytest.mark.parametrize(("now", "shown"), [(2010, 2012), (2012, 2012), (2013, 2013), (2026, 2013)])
def test_the_year_that_is_shown_is_this_one_or_the_nearest(now: int, shown: int) -> None:
    assert year_shown(2012, 2013, now) == shown


def test_years_that_have_begun_can_be_reported() -> None:
    assert reportable(2025, 2027, 2026, True) == [2025, 2026]
    assert reportable(2025, 2027, 2026, False) == []
    assert reportable(2025, 2026, 2026, False) == [2026]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["平成22年度", "平成23年度"], "平成22・23年度"),
        (["平成30年度", "令和元年度", "令和2年度"], "平成30・令和元・2年度"),
        (["令和8年度"], "令和8年度"),
    ],
)
def test_years_are_named_together(names: list[str], words: str) -> None:
    assert era_years(names) == words
