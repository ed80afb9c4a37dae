"""Work for the dashboard: appointments that end soon. What waits for a second person stands in the approvals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.queries import ending
from madoguchi.foundation.registry import Work

from .system import MANAGE

SOON = timedelta(days=30)


def work(actor: Actor) -> Iterator[Work]:
    """Today's lines for those who manage rights."""
    if actor.may(MANAGE):
        count = ending(actor, until=timezone.localdate() + SOON).count()
        yield Work(label="まもなく終わる発令", count=count, url=reverse("staff:ending"), note="30日以内")
