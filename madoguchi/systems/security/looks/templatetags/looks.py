"""``{% load looks %}``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import format_wareki

from ..system import WATCH

register = template.Library()
REFERENCES = {
    "act": "異動",
    "certificate": "証明書",
    "proposal": "起案",
    "ticket": "受付番号",
    "case": "受付",
    "staff": "職員",
    "town": "団体",
    "unusual": "通常と異なる閲覧",
}


@register.filter
def moment(at: datetime) -> str:
    """R8.11.25 14:03:05, in Japan."""
    here = timezone.localtime(at)
    return f"{format_wareki(here.date(), 'short')} {here:%H:%M:%S}"


@register.filter
def reference(subject: str) -> str:
    """異動 123 for ``act:123``; the subject itself where it has no name."""
    what, _, number = subject.partition(":")
    return f"{REFERENCES[what]} {number}" if what in REFERENCES else subject


@register.filter
def hours_ago(at: datetime, now: datetime) -> int:
    """Whole hours since a moment."""
    return int((now - at).total_seconds() // 3600)


@register.filter
def is_list(value: Any) -> bool:
    """True for a value of several figures."""
    return isinstance(value, tuple | list)


@register.filter
def figure_text(value: Any) -> str:
    """A figure; minutes of the day as 7:00〜20:00."""
    if is_list(value):
        return "〜".join(f"{int(minutes) // 60}:{int(minutes) % 60:02}" for minutes in value)
    return f"{value:,}"


@register.filter
def may_watch(actor: Actor) -> bool:
    """Whether the actor keeps the lists."""
    return actor.may(WATCH)
