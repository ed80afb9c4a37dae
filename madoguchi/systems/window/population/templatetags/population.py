"""``{% load population %}``: figures as the statistics show them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from madoguchi.foundation.calendar import format_wareki

from ..files import KINDS
from ..rules import persons_of

register = template.Library()
register.filter("persons", persons_of)


@register.filter
def figure(value: int | None) -> str:
    """12,345; — for none."""
    return "—" if value is None or value == "" else f"{value:,}"


@register.filter
def signed(value: int) -> str:
    """+12, −3, ±0."""
    return "±0" if not value else f"{'+' if value > 0 else '−'}{abs(value):,}"


@register.filter
def kind_name(kind: str) -> str:
    """The kind of households in words."""
    return KINDS[kind]


@register.filter
def iso(day: date) -> str:
    """2026-11-24, for addresses."""
    return day.isoformat()


@register.filter
def wareki_time(moment: datetime) -> str:
    """令和8年11月25日 0時00分."""
    local = timezone.localtime(moment)
    return f"{format_wareki(local.date(), 'long')} {local.hour}時{local.minute:02}分"
