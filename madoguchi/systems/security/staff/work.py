"""Work for the dashboard: what waits for a second person, and appointments that end soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.queries import ending, waiting
from madoguchi.foundation.registry import Work

from .system import APPROVE, MANAGE

SOON = timedelta(days=30)


def work(actor: Actor) -> Iterator[Work]:
    """Today's lines for those who approve or manage rights."""
    if actor.may(APPROVE):
        found = [each for rows in waiting(actor) for each in rows if each.asked_by != actor.user_id]
        yield Work(label="権限の変更の承認待ち", count=len(found), url=reverse("staff:approvals"), urgent=bool(found))
    if actor.may(MANAGE):
        count = ending(actor, until=timezone.localdate() + SOON).count()
        yield Work(label="まもなく終わる発令", count=count, url=reverse("staff:ending"), note="30日以内")
