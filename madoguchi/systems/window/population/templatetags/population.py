"""``{% load population %}``: figures as the statistics show them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from madoguchi.foundation.calendar import fiscal_year_name, format_wareki, format_wareki_year

from ..files import KINDS
from ..rules import persons_of

register = template.Library()
register.filter("persons", persons_of)
register.filter("fiscal_name", fiscal_year_name)


@register.filter
def signed(value: int) -> str:
    """+12, −3, ±0."""
    return "±0" if not value else f"{'+' if value > 0 else '−'}{abs(value):,}"


@register.filter
def kind_name(kind: str) -> str:
    """The kind of households in words."""
    return KINDS[kind]


@register.filter
def year_name(year: int) -> str:
    """令和8年 for the calendar year 2026, named by its last day."""
    return format_wareki_year(date(year, 12, 31))


@register.filter
def iso(day: date) -> str:
    """2026-11-24, for addresses."""
    return day.isoformat()


@register.filter
def wareki_time(moment: datetime) -> str:
    """令和8年11月25日 0時00分."""
    local = timezone.localtime(moment)
    return f"{format_wareki(local.date(), 'long')} {local.hour}時{local.minute:02}分"
