"""Who walks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from madoguchi.foundation.access import models
from madoguchi.foundation.access.actor import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of, make_user

SEE = frozenset({"people.protection.see", "people.protection.list", "people.protection.manage"})
HIDDEN_FROM = (
    "visitor",
    "viewer",
    "clerk",
    "auditor",
    "administrator",
    "leader",
    "blind supervisor",
    "ignorant clerk",
)


@dataclass(frozen=True)
class Walker:
    """Someone with a client. ``knows``: is told that there is someone whom a supervisor serves."""

    name: str
    client: Client
    user: User | None = None

    @property
    def knows(self) -> bool:
        """Whether the words of a stub may come back."""
        return self.name in {"clerk", "blind supervisor"}


@pytest.fixture
def without_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the right to see from the blind supervisor, and the right to know from the ignorant clerk."""
    given = models.User.as_actor
    taken = {"test-blind": SEE, "test-ignorant": SEE | {"people.protection.know"}}

    def as_actor(self: User, *args: Any, **kwargs: Any) -> Actor:
        actor = given(self, *args, **kwargs)
        return replace(actor, permissions=actor.permissions - taken.get(self.username, frozenset()))

    monkeypatch.setattr(models.User, "as_actor", as_actor)


def walkers() -> dict[str, Walker]:
    """Everyone from whom she is hidden."""
    staff = {
        "viewer": make_user("test-viewer", "課税　六花", "課税課", ["viewer"]),
        "auditor": make_user("test-auditor", "監査　七子", "監査委員事務局", ["auditor"]),
        "administrator": make_user("test-administrator", "管理　三枝", "情報推進課", ["administrator"]),
        "leader": make_user("test-leader", "道路　均", "道路管理課", ["head"], "課長"),
        "blind supervisor": make_user("test-blind", "係長　盲子", "窓口サービス課", ["clerk", "supervisor"]),
        "ignorant clerk": make_user("test-ignorant", "臨時　五郎", "窓口サービス課", ["clerk"]),
    }
    return {
        "visitor": Walker("visitor", client_of()),
        **{name: Walker(name, client_of(user), user) for name, user in staff.items()},
    }


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done within is taken back at the end: one request does not change what the next one finds."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
