"""Where a sheet stands and what an answer lacks, as tables; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.systems.plan.progress.rules import CARRIED, STUDY, Stage
from madoguchi.systems.plan.progress.survey.rules import (
    APPROVED,
    OPEN,
    RETURNED,
    SAVED,
    UNTOUCHED,
    WAITING,
    Answer,
    Standing,
    lacks,
    standing,
    tally,
)

from .cycle import DONE

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize(
    ("approved_", "draft", "revision", "expected"),
    [
        (False, "", 0, UNTOUCHED),
        (False, "", 3, SAVED),
        (False, "moving", 3, WAITING),
        (False, "returned", 3, RETURNED),
        (False, "refused", 3, RETURNED),
        (False, "withdrawn", 3, SAVED),
        (False, "dropped", 3, SAVED),
        (True, "approved", 3, APPROVED),
    ],
)
def test_where_a_sheet_stands(approved_: bool, draft: str, revision: int, expected: Standing) -> None:
    assert standing(approved=approved_, draft=draft, revision=revision) is expected


@pytest.mark.parametrize(
    ("answer", "planned", "field"),
    [
        (DONE, CARRIED, ""),
        (replace(DONE, stage=""), CARRIED, "stage"),
        (replace(DONE, done=""), CARRIED, "done"),
        (replace(DONE, stage="study"), CARRIED, "reason"),
        (replace(DONE, stage="study", reason="予算が付かなかった"), CARRIED, ""),
        (DONE, STUDY, "reason"),
        (replace(DONE, grade=""), CARRIED, "grade"),
        (replace(DONE, improvement=""), CARRIED, ""),
        (replace(DONE, grade="C", improvement=""), CARRIED, "improvement"),
    ],
)
def test_what_an_answer_lacks(answer: Answer, planned: Stage, field: str) -> None:
    lack = lacks(answer, planned)
    assert (lack[0] if lack else "") == field


@given(st.lists(st.sampled_from(list(Standing)), max_size=60), st.integers(-3, 3))
def test_a_tally_counts_every_sheet_once(standings: list[Standing], days: int) -> None:
    today = timezone.localdate()
    found = tally(standings, deadline=today + timedelta(days=days), today=today)
    assert found.total == len(standings)
    assert found.handed + sum(found.at(each) for each in OPEN) == found.total
    assert found.late == (days < 0 and found.handed < found.total)
