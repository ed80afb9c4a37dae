"""Periods of protection (支援措置): when it ends, from when it may be renewed, and how it stands on a day."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum

from ..errors import Fault

A_DAY = timedelta(days=1)


class Standing(Enum):
    """How a running case stands. None of them opens anything: only a confirmed end does."""

    RUNNING = "措置中"
    RENEWABLE = "更新の時期"
    UNCONFIRMED = "期限切れ確認待ち"


def end_of(begin: date, years: int) -> date:
    """The day after the last day of so many years from a day on, that day counted (民法第140条ただし書, 第143条)."""
    try:
        return begin.replace(year=begin.year + years)
    except ValueError:  # from 29 February: the last day is 28 February
        return date(begin.year + years, 3, 1)


def renewable_from(end: date, months: int) -> date:
    """The first day on which a renewal is taken: so many months before the last day. ``end`` is the day after it."""
    last = end - A_DAY
    year, month = divmod(last.year * 12 + last.month - 1 - months, 12)
    return date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))


def renewed_begin(end: date, decided_on: date) -> date:
    """From when a renewal holds: where the former period ends, or from its decision where that came after."""
    return max(end, decided_on)


def standing(end: date, today: date, months: int) -> Standing:
    """How a case that nobody has ended stands."""
    if today >= end:
        return Standing.UNCONFIRMED
    return Standing.RENEWABLE if today >= renewable_from(end, months) else Standing.RUNNING


def decision_faults(applied_on: date, decided_on: date, today: date) -> list[Fault]:
    """Faults of the days of a decision by themselves."""
    faults = []
    if applied_on > decided_on:
        faults.append(Fault("決定日が申出日より前です。日付を確かめてください。", "decided_on", "order"))
    if decided_on > today:
        faults.append(Fault("決定日が先の日付です。決定した後に登録してください。", "decided_on", "future"))
    return faults


def agency_faults(agency: str) -> list[Fault]:
    """Who confirmed that protection is needed must be named."""
    return [] if agency.strip() else [Fault("意見を聴いた相談機関の名を入れてください。", "agency", "agency")]


def renewal_faults(end: date, today: date, months: int) -> list[Fault]:
    """A renewal is not taken before its time."""
    first = renewable_from(end, months)
    if today >= first:
        return []
    when = f"{first.year}年{first.month}月{first.day}日"
    return [Fault(f"更新の申出は{when}から受け付けます。", "applied_on", "early")]


def days_left(end: date, today: date) -> int:
    """Days until the last day, 0 on it; negative where it is over."""
    return (end - A_DAY - today).days


def reason_faults(note: str, allowed: Sequence[str], reason: str) -> list[Fault]:
    """An end has a reason that there is, and an account of how it came to it."""
    faults = [] if reason in allowed else [Fault("終了の理由を選んでください。", "reason", "reason")]
    return faults if note.strip() else [*faults, Fault("確かめた経緯を入れてください。", "note", "note")]
