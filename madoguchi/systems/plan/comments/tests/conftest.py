"""A consultation that is open now, and comments on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.uploads import Attachment
from madoguchi.systems.plan.comments.actions import announce, comment, write
from madoguchi.systems.plan.comments.models import Comment, Consultation
from madoguchi.systems.plan.comments.portal import VISITOR

OFFICE = Actor(7, "情報　一", "情報推進課", frozenset({"comments.view", "comments.manage"}))
DRAFT = Attachment("案.txt", "text/plain", "次の計画の案".encode())
NAME, ADDRESS = "灘　波留香", "もねの里九丁目99番地"
WORDS = "図書館を夜も開けてほしい"


def today() -> date:
    """The day here."""
    return timezone.localdate()


def said(**changes: Any) -> dict[str, Any]:
    """A consultation that opened yesterday, for six weeks."""
    usual = {
        "title": "次の情報化推進計画（案）", "about": "次の計画の案について", "link": "/plan/h24_h25/",
        "opens_on": today() - timedelta(days=1), "closes_on": today() + timedelta(days=41), "short_reason": "",
    }  # fmt: skip
    return {**usual, **changes}


def send(code: str = "r8-plan", **changes: Any) -> Comment:
    """A resident's comment."""
    usual: dict[str, Any] = {"submission": uuid4(), "words": WORDS, "may_publish": False}
    return comment(VISITOR, code=code, **{**usual, "name": NAME, "address": ADDRESS, **changes})


def end(code: str = "r8-plan") -> Consultation:
    """As if its period had ended yesterday."""
    Consultation.objects.filter(code=code).update(
        opens_on=today() - timedelta(days=40), closes_on=today() - timedelta(days=1)
    )
    return Consultation.objects.get(code=code)


@pytest.fixture
def asked(db: None) -> Consultation:
    """An open consultation."""
    row = write(OFFICE, code="r8-plan", said=said(), draft=DRAFT)
    return announce(OFFICE, code=row.code, revision=row.revision)
