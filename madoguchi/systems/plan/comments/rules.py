"""When one may comment, and what a receipt says. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date
from enum import Enum


class Phase(Enum):
    """Where a consultation stands on a day; the value is what a person calls it."""

    DRAFT = "準備中"
    COMING = "募集の前"
    OPEN = "募集中"
    CLOSED = "募集終了（取りまとめ中）"
    ANSWERED = "結果公表"


def phase_on(state: str, opens_on: date, closes_on: date, on: date) -> Phase:
    """The phase: it opens and closes by its days, nobody has to press a button."""
    if state != "announced":
        return Phase.ANSWERED if state == "answered" else Phase.DRAFT
    if on < opens_on:
        return Phase.COMING
    return Phase.OPEN if on <= closes_on else Phase.CLOSED


def days_open(opens_on: date, closes_on: date) -> int:
    """How many days one may comment, both ends included."""
    return (closes_on - opens_on).days + 1


BLACK = "■"


def blacked_out(words: str, shown: str) -> bool:
    """Whether ``shown`` is the same words, of which some characters are blacked out and none is changed."""
    return len(shown) == len(words) and all(new in (old, BLACK) for old, new in zip(words, shown, strict=True))


def receipt(code: str, number: int) -> str:
    """The number that a commenter keeps: r8-plan-0012. Nobody can look anything up by it."""
    return f"{code}-{number:04}"
