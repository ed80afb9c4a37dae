"""What waits for those who look after the log-in."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.login.api import RECOVER, REVIEW, emergencies_to_review, recoveries_to_decide
from madoguchi.foundation.registry import Work


def work(actor: Actor) -> Iterator[Work]:
    """Lines of the dashboard: emergencies, for heads and administrators; recoveries, for administrators."""
    if actor.may(REVIEW) or actor.may(RECOVER):
        yield from emergencies(actor)
    if actor.may(RECOVER) and (count := recoveries_to_decide(actor).count()):
        yield Work(label="承認を待つログインの回復", count=count, url=reverse("login:recoveries"))


def emergencies(actor: Actor) -> Iterator[Work]:
    """Emergencies that last now, and those that a head must still review."""
    now = timezone.now()
    waiting = list(emergencies_to_review(actor))
    lasting = [each for each in waiting if each.ended_at is None and each.until > now]
    url = reverse("login:emergencies")
    if lasting:
        names = "、".join(f"{each.division} {each.user.get_full_name()}" for each in lasting)
        yield Work(label="いま続いている緊急時の閲覧", count=len(lasting), url=url, note=names, urgent=True)
    if actor.may(REVIEW) and (over := len(waiting) - len(lasting)):
        yield Work(label="確認を待つ緊急時の閲覧", count=over, url=url, urgent=True)
