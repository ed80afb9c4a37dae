"""A small town: who acts, what a day it is, and families to act on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.permissions import ITEMS, KNOW, LIST, MANAGE, SEE
from madoguchi.foundation.access import Actor

from .stories import Story

CLERK = frozenset({"people.act", "people.view", KNOW, *ITEMS})


@pytest.fixture
def officer() -> Actor:
    """A clerk at the window."""
    rights = CLERK | {"people.item.resident_code", "people.number.ask"}
    return Actor(7, "窓口　一子", "窓口サービス課", rights)


@pytest.fixture
def chief() -> Actor:
    """The second person."""
    rights = CLERK | {"people.approve", "people.number.approve", SEE, LIST, MANAGE}
    return Actor(8, "係長　二郎", "窓口サービス課", rights)


@pytest.fixture
def today() -> date:
    """The day on which the acts are recorded."""
    return timezone.localdate()


@pytest.fixture
def story(db: None, officer: Actor) -> Story:
    """Acts of one clerk, in few words."""
    return Story(officer)


@pytest.fixture
def family(story: Story, today: date) -> api.House:
    """父 太郎, 母 花子, 子 次郎 (成人), 子 桜 (小学生) of 大日1番地, who moved in 400 days ago."""
    return story.move_in(
        today - timedelta(days=400),
        [
            story.person("山田　太郎", "ヤマダ　タロウ", date(1970, 4, 1), "1", "02"),
            story.person("山田　花子", "ヤマダ　ハナコ", date(1972, 5, 2), "2", "12"),
            story.person("山田　次郎", "ヤマダ　ジロウ", date(2000, 6, 3), "1", "20"),
            story.person("山田　桜", "ヤマダ　サクラ", today - timedelta(days=3000), "2", "20"),
        ],
    )
