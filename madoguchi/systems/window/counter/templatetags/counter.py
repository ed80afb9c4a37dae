"""``{% load counter %}``: dates and ages as the counter shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils import timezone

from madoguchi.engines.people.api import Hit, Member, RemovalReason
from madoguchi.foundation.calendar import age_on, format_wareki, weekday_ja

register = template.Library()


@register.filter
def month_day(day: date | None) -> str:
    """11月14日."""
    return f"{day.month}月{day.day}日" if day else ""


@register.filter
def month_day_week(day: date | None) -> str:
    """11月30日（月）; R9.2.18（木） where the year is another one than this."""
    if day is None:
        return ""
    if day.year != timezone.localdate().year:
        return f"{format_wareki(day, 'short')}（{weekday_ja(day)}）"
    return f"{day.month}月{day.day}日（{weekday_ja(day)}）"


@register.filter
def clock(seconds: int) -> str:
    """4分12秒."""
    return f"{seconds // 60}分{seconds % 60}秒"


@register.filter
def within(day: date) -> str:
    """期間内（R8.11.30まで）."""
    return f"期間内（{format_wareki(day, 'short')}まで）"


@register.filter
def born(member: Member) -> str:
    """S57.3.14; 1990.12.31 for foreign residents; as recorded where it is uncertain."""
    if member.birth_on is None:
        return member.birth_text
    if member.is_foreign:
        return f"{member.birth_on.year}.{member.birth_on.month}.{member.birth_on.day}"
    return format_wareki(member.birth_on, "short")


@register.filter
def age(hit: Hit, today: date) -> str:
    """Age in full years, "" where the birth date is not known or lies ahead."""
    return str(age_on(hit.birth_on, today)) if hit.birth_on and hit.birth_on <= today else ""


@register.filter
def gone_word(hit: Hit) -> str:
    """Why someone is no resident: 転出, 死亡 …; 住登外 for those who never were."""
    return RemovalReason(hit.removal).label if hit.removal else "市内の世帯に入っていません"


@register.filter
def meter_words(counts: Mapping[str, int]) -> str:
    """What the meter shows, in words."""
    return f"{counts['all']}件のうち{counts['done']}件が済み・届出不要"
