"""Work of the dashboard: exports to be taken, or to be erased; what waits for a decision stands in the approvals."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from madoguchi.foundation.access import Actor
from madoguchi.foundation.exports.api import State, overdue, requests_of
from madoguchi.foundation.registry import Work

from .system import ASK


def work(actor: Actor) -> Iterator[Work]:
    """What waits for this person today."""
    if actor.may(ASK):
        ready = requests_of(actor).filter(state=State.READY, downloads=0).count()
        late = overdue(actor).count()
        note = f"消去の報告が過ぎたもの {late}件" if late else ""
        yield Work(label="受け取れる持出し", count=ready, url=reverse("exports:mine"), note=note, urgent=late > 0)
