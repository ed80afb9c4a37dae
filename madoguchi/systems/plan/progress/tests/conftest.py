"""Staff of divisions that answer for measures, and small plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from madoguchi.foundation.access import Actor
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.systems.plan.progress.figures import measuring
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.loading.measures import columns
from madoguchi.systems.plan.progress.models import Measure, Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from madoguchi.foundation.access.models import User

CARD = Card(code="small", name="小さな計画", first=2024, last=2025)
HEADING = ",".join(columns(CARD))
LINES = (
    "1-1-1,1,1,図書の予約,新規,社会教育課,実施,運用,予約数,件,20000,40000,",
    "1-1-2,1,1,広報の動画,継続,秘書広報課;消防署,一部実施,実施,動画,本,6,,",
    "1-1-2b,1,1,広報の動画（配信）,継続,秘書広報課;消防署,一部実施,実施,配信,本,,3,",
    "2-1-1,2,1,安全の点検,継続,情報推進課,調査・検討,実施,事故,件,0,0,0が目標（以下であること）",
)
WORDS = """\
code,name,description,name_en,name_zh_hans,name_ko
1,よい町,,A good town,,
1-1,知らせる,,,,
2,守る,,,,
2-1,点検,,,,
"""
MANAGER = Actor(7, "管理　一", "情報推進課", frozenset({"plan.view", "plan.report", "plan.manage"}))


def small(*lines: str) -> bytes:
    """A file of measures with these lines, or with the usual ones."""
    return "\n".join([HEADING, *(lines or LINES)]).encode()


@pytest.fixture
def plan(db: None) -> Plan:
    """A small plan of the years 2024 and 2025, published."""
    from madoguchi.systems.plan.progress.actions import load, publish

    loaded = load(MANAGER, card=CARD, measures=small(), words=WORDS.encode())
    return publish(MANAGER, plan_id=loaded.plan.pk, revision=loaded.plan.revision)


@pytest.fixture
def books(plan: Plan) -> Measure:
    """The measure of 社会教育課."""
    return Measure.objects.get(section__goal__plan=plan, code="1-1-1")


@pytest.fixture
def librarian(town: object) -> User:
    """Staff of 社会教育課 without any role: the town lets every division report of its measures."""
    return make_user("test-librarian", "社教　十和", "社会教育課")


@pytest.fixture
def librarian_client(librarian: User) -> Client:
    """The same at the desk."""
    return client_of(librarian)


@pytest.fixture
def measuring_town(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the town measure what these lines of its file say, and nothing else."""

    def measures(*lines: dict[str, str]) -> None:
        monkeypatch.setattr(measuring, "town_data", lambda schema: tuple(measuring.Entry(**each) for each in lines))

    return measures
