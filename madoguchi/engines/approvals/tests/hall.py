"""A small hall for stories: a clerk who drafts, heads, and those above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from madoguchi.engines.approvals.api import Draft, save_draft, submit, waiting_in
from madoguchi.engines.organisation.actions.absences import enter_absence
from madoguchi.engines.organisation.models import Absence
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user

BODY = "案内板が古くなったため、更新してよろしいか伺います。"


@dataclass(frozen=True)
class Hall:
    """Who works there, by what they are."""

    people: dict[str, User]

    def __getattr__(self, name: str) -> Any:
        """``hall.head`` is that user."""
        return self.people[name]

    def actor(self, name: str) -> Any:
        """The same as an actor, with the rights of this moment."""
        return User.objects.get(pk=self.people[name].pk).as_actor()


def build_hall() -> Hall:
    """The people; 窓口サービス課 has a 係長 who stands in for its head."""
    window = "窓口サービス課"
    return Hall(
        {
            "clerk": make_user("ap-clerk", "起案　一子", window),
            "second": make_user("ap-second", "代決　二郎", window, [], "係長"),
            "head": make_user("ap-head", "課長　三枝", window, ["head"], "課長"),
            "finance": make_user("ap-finance", "財政　四郎", "総務課", ["head"], "課長"),
            "informatics": make_user("ap-informatics", "情報　五月", "情報推進課", ["head"], "課長"),
            "director": make_user("ap-director", "部長　六助", "市長部局", [], "部長"),
            "deputy_mayor": make_user("ap-deputy", "副長　七海", "市長部局", [], "副市長"),
            "mayor": make_user("ap-mayor", "市長　八重", "市長部局", [], "市長"),
            "stranger": make_user("ap-stranger", "道路　九一", "道路管理課"),
            "auditor": make_user("ap-auditor", "監査　十和", "監査委員事務局", ["auditor"]),
        }
    )


def written(hall: Hall, amount: int | None = None, by: str = "clerk", title: str = "庁舎案内板の更新") -> Draft:
    """A saved draft."""
    content = {"title": title, "body": BODY, "amount": amount}
    return save_draft(hall.actor(by), kind="general", content=content)


def sent(hall: Hall, amount: int | None = None, by: str = "clerk", **more: Any) -> Draft:
    """A draft on its way."""
    title = more.pop("title", "庁舎案内板の更新")
    draft = written(hall, amount, by, title)
    return submit(hall.actor(by), draft_id=draft.pk, revision=draft.revision, **more)


def seat(hall: Hall, name: str, draft: Draft) -> int:
    """The key of the seat in which someone may decide now."""
    return int(waiting_in(hall.actor(name), draft)[0].signatory.pk)


def away(hall: Hall, name: str) -> Absence:
    """Someone is absent from now on."""
    now = timezone.now()
    user = hall.people[name].pk
    return enter_absence(
        hall.actor(name), user_id=user, start=now - timedelta(minutes=1), end=now + timedelta(days=3), kind="leave"
    )
