"""What waits at the counter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import Work

from ..kinds import handled_by
from ..models import Drawer, State
from ..permissions import CLOSE
from .papers import papers

MOST = 200


def work(actor: Actor) -> Iterable[Work]:
    """Papers that are set and not yet handed out, and drawers of earlier days that nobody closed."""
    if not handled_by(actor):
        return
    waiting = len(papers(actor, state=State.SET, size=MOST).rows)
    yield Work(label="交付を待つ証明書", count=waiting, url=f"{reverse('issuance:list')}?state={State.SET}")
    if actor.may(CLOSE):
        before = timezone.localdate() - timedelta(days=1)
        count = Drawer.objects.filter(closed=False, day__lte=before).count()
        yield Work(label="締めていない会計", count=count, url=reverse("issuance:drawers"), urgent=count > 0)
