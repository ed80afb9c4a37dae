"""Cells as values and back: dates with 不詳 parts, flags, postal codes, periods of stay."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from madoguchi.foundation.text import to_fullwidth, to_halfwidth

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
UNKNOWN_DATE = re.compile(r"\d{4}-(?:00-00|(?:0[1-9]|1[0-2])-00)|0000-00-00")


@lru_cache(maxsize=100_000)
def day(text: str) -> date | None:
    """The day of YYYY-MM-DD; None for anything else, a day that does not exist, and a day with unknown parts."""
    match = DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def is_unknown_day(text: str) -> bool:
    """Whether it is a date whose day, or month and day, or everything is unknown (1950-00-00)."""
    return bool(UNKNOWN_DATE.fullmatch(text))


def unknown_day_words(text: str) -> str:
    """不詳 dates in words: 1950年月日不詳, 1950年4月日不詳, 不詳."""
    year, month = text[:4], text[5:7]
    if not text or year == "0000":
        return "不詳"
    return f"{year}年月日不詳" if month == "00" else f"{year}年{int(month)}月日不詳"


def date_text(value: date | None) -> str:
    """YYYY-MM-DD, or empty."""
    return value.isoformat() if value else ""


def flag(value: bool) -> str:
    """1 or 0."""
    return "1" if value else "0"


@lru_cache(maxsize=50_000)
def postal_code(text: str) -> str:
    """Seven half-width digits of a postal code of any width, with or without a hyphen; empty where there is none."""
    digits = re.sub(r"[-－ー‐]", "", to_halfwidth(text))
    return digits if re.fullmatch(r"\d{7}", digits) else ""


@lru_cache(maxsize=50_000)
def postal_text(code: str) -> str:
    """A postal code as the file writes it: full width."""
    return to_fullwidth(code)


def number(text: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return int(text) if text else None
