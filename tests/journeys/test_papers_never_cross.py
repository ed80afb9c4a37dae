"""Strangers ask for certificates in pairs, lines break and servers are killed: the bench's campaign, made small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from bench.city.families import Families
from bench.crossing.campaign import run_campaign
from bench.crossing.counters import Asked
from bench.crossing.judging import judge
from madoguchi.engines.people.api import write_batch
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.models import Town

from .serving import secret

PEOPLE, PAIRS, KILL_EVERY, SEED = 300, 40, 3.0, 3


@pytest.mark.slow
def test_no_paper_crosses_and_nobody_pays_twice_or_for_nothing(database_url: str, town: Town, tmp_path: Path) -> None:
    write_batch(SYSTEM_ACTOR, Families().batches(PEOPLE))
    environment = {"DATABASE_URL": database_url, "DATA": str(tmp_path), "DEBUG": "1", "SECRET_KEY": secret()}
    outcome = run_campaign(town, pairs=PAIRS, kill_every=KILL_EVERY, environment=environment, seed=SEED)
    assert outcome.kills >= 1
    assert outcome.cut >= 1
    assert outcome.verdict.papers == 2 * PAIRS
    assert outcome.verdict.faults == 0, outcome.verdict
    the_judge_sees_it_when_papers_change_hands(outcome.asked[:2])


def the_judge_sees_it_when_papers_change_hands(asked: list[Asked]) -> None:
    """Else its silence above would mean nothing."""
    one, other = asked
    swapped = [replace(one, pdf=other.pdf), replace(other, pdf=one.pdf)]
    assert judge(swapped).crossed == 2
    assert judge([replace(one, pdf=b"")]).lost == 1
    assert judge([replace(one, submission=uuid4())]).lost == 1
