"""Work for the dashboard: who is absent today in one's division."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.organisation.api import absences_on, led_by, led_people
from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import Work

from .system import LEAD


def work(actor: Actor) -> Iterator[Work]:
    """Today's lines for heads."""
    code = led_by(actor) if actor.may(LEAD) else ""
    if code:
        today = timezone.localdate()
        people = led_people(code, today)
        count = absences_on(today, people).values("user").distinct().order_by().count()
        yield Work(label="本日の不在", count=count, url=reverse("organisation:absences"), note=f"{len(people)}人のうち")
