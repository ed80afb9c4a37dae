"""A family with unmistakable signs in ひなた町; ordinary people in 四街道市, where the connection works."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from bench.city.families import Families
from madoguchi.engines.people.api import write_batch
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from tests.canary.planting import Planted, plant

PEOPLE = 60


@dataclass(frozen=True)
class Neighbour:
    """The other town, what is planted there, and a session of its supervisor."""

    town: Town
    planted: Planted
    supervisor: Client


@pytest.fixture
def neighbour(town: Town, other_town: Town, monkeypatch: pytest.MonkeyPatch) -> Neighbour:
    """ひなた町 with the family; its supervisor may see everything there."""
    host = f"{other_town.schema_name}.localhost"
    monkeypatch.setattr("madoguchi.foundation.testing.staff.HOST", host)
    monkeypatch.setattr("tests.canary.planting.client_of", lambda user=None: client_of(user, host))
    with in_town(other_town):
        clerk = make_user("test-clerk", "日向　一子", "窓口サービス課", ["clerk"])
        chief = make_user("test-supervisor", "日向　二郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
        planted = plant(clerk, chief)
        supervisor = client_of(chief, host)
    return Neighbour(other_town, planted, supervisor)


@pytest.fixture
def people(neighbour: Neighbour) -> None:
    """四街道市 has people with the same row numbers, so that no address is refused for want of a row."""
    write_batch(SYSTEM_ACTOR, Families().batches(PEOPLE))


@pytest.fixture
def staff(town: Town) -> dict[str, User]:
    """Those of 四街道市 who see most."""
    return {
        "supervisor": make_user("own-supervisor", "係長　二郎", "窓口サービス課", ["clerk", "supervisor"], "係長"),
        "head": make_user("own-head", "課長　五郎", "窓口サービス課", ["head", "registrar"], "課長"),
        "auditor": make_user("own-auditor", "監査　七子", "監査委員事務局", ["auditor"]),
        "administrator": make_user("own-administrator", "管理　三枝", "情報推進課", ["administrator"]),
    }
