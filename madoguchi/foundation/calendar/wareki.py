"""Dates written in Japanese."""

from __future__ import annotations

from datetime import date
from typing import Literal

from .eras import GREGORIAN_FROM, era_of, year_word

WarekiStyle = Literal["long", "short", "kanji-short", "weekday"]
WEEKDAYS = "月火水木金土日"


def format_wareki(day: date, style: WarekiStyle = "long") -> str:
    """`day` by era. Styles: long 令和8年11月20日 (元年 for a first year) · short R8.11.20 · kanji-short 令8.11.20 ·
    weekday 令和8年11月20日（金）.

    A day before 1873-01-01 is written by the common calendar, since the era's own dates were lunisolar then.
    """
    if style == "weekday":
        return f"{format_wareki(day)}（{weekday_ja(day)}）"
    if day < GREGORIAN_FROM:
        return f"{day.year}年{day.month}月{day.day}日" if style == "long" else f"{day.year}.{day.month}.{day.day}"
    era = era_of(day)
    year = era.year_of(day)
    if style == "short":
        return f"{era.letter}{year}.{day.month}.{day.day}"
    if style == "kanji-short":
        return f"{era.short}{year_word(year)}.{day.month}.{day.day}"
    return f"{era.name}{year_word(year)}年{day.month}月{day.day}日"


def format_wareki_month(day: date) -> str:
    """The month of `day`: 令和8年11月."""
    return f"{format_wareki_year(day)}{day.month}月"


def format_wareki_year(day: date) -> str:
    """The era year that `day` lies in: 令和元年. Before 1873 the common year: 1870年."""
    if day < GREGORIAN_FROM:
        return f"{day.year}年"
    era = era_of(day)
    return f"{era.name}{year_word(era.year_of(day))}年"


def weekday_ja(day: date) -> str:
    """The weekday in one character: 金."""
    return WEEKDAYS[day.weekday()]
