"""Reads of certificates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .models import Certificate
from .system import ISSUE


def issued(actor: Actor, *, before: int | None = None, size: int = 50) -> list[Certificate]:
    """The latest certificates, without what they say; ``before``: id of the last of the page before."""
    require(actor, ISSUE)
    rows: QuerySet[Certificate] = visible_to(actor).only_seen(Certificate.objects.defer("snapshot").order_by("-pk"))
    return list((rows.filter(pk__lt=before) if before else rows)[:size])


def work(actor: Actor) -> Iterable[Work]:
    """How many were issued today: the counter's daily figure."""
    if not actor.may(ISSUE):
        return []
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    count = visible_to(actor).only_seen(Certificate.objects.filter(issued_at__gte=start)).count()
    return [Work(label="きょう交付した証明書", count=count, url=reverse("certificates:list"))]
