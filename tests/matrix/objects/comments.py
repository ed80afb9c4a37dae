"""パブリックコメント."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.uploads import Attachment
from madoguchi.systems.plan.comments.actions import announce, answer, comment, write
from madoguchi.systems.plan.comments.models import Answer, Consultation
from madoguchi.systems.plan.comments.portal import VISITOR

from ..people import maker

BODIES = {"comments:answer_off": {"revision": "3"}}


def consultation(code: str, numbers: int) -> None:
    """An open consultation with so many comments and answers; the same one each time."""
    if Consultation.objects.filter(code=code).exists():
        return
    actor, today = maker("administrator", "情報推進課"), timezone.localdate()
    said = {
        "title": "矢印の案", "about": "矢印", "link": "", "opens_on": today, "short_reason": "",
        "closes_on": today + timedelta(days=40),
    }  # fmt: skip
    row = write(actor, code=code, said=said, draft=Attachment("案.txt", "text/plain", "案".encode()))
    announce(actor, code=code, revision=row.revision)
    for number in range(numbers):
        comment(VISITOR, code=code, submission=uuid4(), words="矢印", may_publish=True, name="矢印", address="矢印")
        answer(actor, code=code, revision=2 + number, summary="矢印", view="矢印", change=Answer.Change.SAME)


def objects(town: Town) -> dict[str, Any]:
    """An open consultation of this town with a comment and an answer."""
    consultation(f"c{town.lg_code}", 1)
    return {"code": f"c{town.lg_code}", "number": 1}


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """The second comment, and the second answer, of another consultation."""
    consultation("other", 2)
    values = {"code": f"c{town.lg_code}", "number": 2}
    return dict.fromkeys(("comments:answer", "comments:answer_off", "comments:contact", "comments:words"), values)
