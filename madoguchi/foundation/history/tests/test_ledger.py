"""The ledger's arithmetic on periods, on rows that are only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from madoguchi.foundation.history import ledger as module
from madoguchi.foundation.history.ledger import Ledger, latest, overlapping


@dataclass
class Row:
    """A row that remembers what happened to it."""

    valid: Any
    value: str = ""
    closed: bool = False


@dataclass
class Act:
    pk: int = 1
    recorded_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Paper(Ledger):
    """A ledger on paper: rows in a list instead of a table."""

    act: Act = field(default_factory=Act)
    rows: list[Row] = field(default_factory=list)

    def start(self, row, since, until=None):
        self.rows.append(Row(DateRange(since, until), row.value))
        return row

    def close(self, row):
        row.closed = True


def day(number):
    return None if number is None else date(2026, 1, number)


def told(paper):
    return [
        (row.valid.lower and row.valid.lower.day, row.valid.upper and row.valid.upper.day, row.value)
        for row in paper.rows
    ]


@pytest.fixture
def paper(monkeypatch):
    monkeypatch.setattr(module, "copy_of", lambda row, **changes: Row(row.valid, changes.get("value", row.value)))
    return Paper()


def rows(*periods):
    return [Row(DateRange(day(lower), day(upper)), value) for lower, upper, value in periods]


@pytest.mark.parametrize(
    ("before", "since", "until", "after"),
    [
        ([(None, None, "a")], 5, None, [(None, 5, "a"), (5, None, "x")]),
        ([(None, None, "a")], 5, 9, [(None, 5, "a"), (5, 9, "x"), (9, None, "a")]),
        ([(5, None, "a")], 5, None, [(5, None, "x")]),
        ([(5, 9, "a")], 3, 12, [(5, 9, "x")]),
        ([(5, 9, "a")], 5, 9, [(5, 9, "x")]),
        ([(5, 9, "a"), (9, None, "b")], 7, 11, [(5, 7, "a"), (7, 9, "x"), (9, 11, "x"), (11, None, "b")]),
        ([(5, 9, "a")], 9, None, []),
        ([(5, 9, "a")], 1, 5, []),
    ],
)
def test_amend(paper, before, since, until, after):
    given = rows(*before)
    paper.amend(given, day(since), day(until), value="x")
    assert told(paper) == after
    assert [row.closed for row in given] == [row in overlapping(given, day(since), day(until)) for row in given]


@pytest.mark.parametrize(
    ("before", "on", "after", "closed"),
    [
        ([(None, None, "a")], 5, [(None, 5, "a")], [True]),
        ([(1, 5, "a"), (5, None, "b")], 5, [], [False, True]),
        ([(1, 5, "a"), (8, None, "b")], 3, [(1, 3, "a")], [True, True]),
        ([(7, 9, "a")], 5, [], [True]),
        ([(1, 3, "a")], 3, [], [False]),
    ],
)
def test_end_also_closes_what_lies_ahead(paper, before, on, after, closed):
    given = rows(*before)
    paper.end(given, day(on))
    assert told(paper) == after
    assert [row.closed for row in given] == closed


def test_latest():
    assert latest(None, day(3)) == latest(day(1), day(3)) == day(3)
    assert latest(day(5), day(3)) == day(5)
