"""Figures, their bars and the table."""

from __future__ import annotations

import json

import pytest

from bench.figures import Bar, Beside, Figure, percentile
from bench.table import number, table, width
from bench.timing import side_by_side


def figure(**columns: object) -> Figure:
    """A figure of which only some columns matter."""
    base = {
        "measure": "search",
        "name": "検索",
        "value": 8.25,
        "unit": "ms",
        "people": 1_000_000,
        "n": 100,
        "warm_up": 10,
    }
    return Figure(**{**base, **columns})


def test_a_bar_is_reached_from_the_right_side():
    assert figure(bar=Bar(10)).holds and not figure(bar=Bar(8)).holds
    assert figure(bar=Bar(8, at_least=True)).holds and not figure(bar=Bar(150, at_least=True)).holds
    assert figure().holds is None


def test_a_percentile_is_a_time_that_was_measured():
    seconds = [0.001] * 98 + [0.5, 0.9]
    assert percentile(seconds, 50) == 1
    assert percentile(seconds, 99) == pytest.approx(900)


def test_both_works_meet_the_same_items_in_turns_and_the_warm_up_is_left_out():
    order = []
    first, second = side_by_side(
        lambda item: order.append(f"a{item}"), lambda item: order.append(f"b{item}"), [1, 2, 3], 1
    )
    assert order == ["a1", "b1", "a2", "b2", "a3", "b3"]
    assert len(first) == len(second) == 2


def test_the_table_shows_each_figure_beside_its_floor_and_whether_its_bar_is_reached():
    text = table([figure(beside=(Beside("主キー", 0.5),), bar=Bar(10)), figure(name="p99", value=12.0, bar=Bar(10))])
    heading, _, first, second = text.splitlines()
    assert "8.25 ms" in first and "≤ 10 ○" in first and "主キー 0.5（16.5倍）" in first and "100＋10" in first
    assert "≤ 10 ×" in second
    assert width(heading[: heading.index("人数")]) == width(first[: first.index("1,000,000")])


def test_numbers_have_three_digits_that_matter():
    assert [number(value) for value in (0.123456, 8.2, 150, 12_345.6)] == ["0.123", "8.2", "150", "12,346"]


def test_a_program_reads_everything_that_a_person_reads():
    read = json.loads(json.dumps(figure(beside=(Beside("主キー", 0.5),), bar=Bar(10)).as_json()))
    assert read["beside"] == [{"name": "主キー", "value": 0.5}]
    assert read["bar"] == {"limit": 10, "at_least": False} and read["holds"] is True
