"""開庁日 and deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

from .spans import last_day_of_month
from .wareki import weekday_ja

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def holidays(year: int) -> Mapping[date, str]:
    """The national holidays of a year by name (国民の祝日に関する法律, with 振替休日 and 国民の休日)."""
    return dict(jpholiday.year_holidays(year))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something can be done.

    `moved_from` is the day that the count of days gave, where that day was closed (else None);
    `reason` then says why, for the screen: 28日（土）は閉庁日.
    """

    day: date
    moved_from: date | None = None
    reason: str = ""


class OfficeCalendar:
    """The days on which the town's offices are open.

    Closed are Saturdays, Sundays, national holidays and 12-29 to 01-03 (地方自治法4条の2第1項・2項), and
    `closures`: further days that the town's own ordinance makes 休日, alone or with their names. Only such
    days move a deadline.
    """

    def __init__(self, closures: Iterable[date] | Mapping[date, str] = ()) -> None:
        named = closures if isinstance(closures, Mapping) else dict.fromkeys(closures, "")
        self._closures: dict[date, str] = dict(named)

    def is_open(self, day: date) -> bool:
        """Whether the offices are open on `day`."""
        return self.closed_because(day) is None

    def closed_because(self, day: date) -> str | None:
        """Why the offices are closed on `day` (元日, 土曜日, 年末年始 …), or None when they are open."""
        if day in self._closures:
            return self._closures[day] or "休日"
        if (name := holidays(day.year).get(day)) is not None:
            return name
        if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
            return "年末年始"
        return f"{weekday_ja(day)}曜日" if day.weekday() >= 5 else None

    def next_open_day(self, day: date) -> date:
        """`day` itself when open, else the first open day after it."""
        while not self.is_open(day):
            day += _ONE_DAY
        return day

    def add_open_days(self, day: date, days: int) -> date:
        """The open day that comes `days` (≥ 1) open days after `day`."""
        for _ in range(days):
            day = self.next_open_day(day + _ONE_DAY)
        return day

    def deadline(self, event_on: date, days: int, *, first_day_counts: bool = False) -> Deadline:
        """The last day of 「〇日以内」 after an event.

        The day after the event is day 1 (民法140条). `first_day_counts` makes the event's own day the first,
        as 戸籍法43条1項 has it for 出生届, 死亡届 and the other reports under that law.
        A deadline on a closed day is the next open day (地方自治法4条の2第4項).
        Raises ValueError when `days` is below 1.
        """
        if days < 1:
            raise ValueError("期間は1日以上です。")
        return self.postponed(event_on + timedelta(days=days - 1 if first_day_counts else days))

    def deadline_in_months(self, event_on: date, months: int) -> Deadline:
        """The last day of 「〇月以内」 after an event, moved as in `deadline`.

        Counted from the day after the event to the day before the corresponding day of the last month, or to
        that month's end where it has no such day (民法140条, 143条2項). Raises ValueError when `months` is below 1.
        """
        if months < 1:
            raise ValueError("期間は1月以上です。")
        return self.postponed(_last_day(event_on + _ONE_DAY, months))

    def postponed(self, day: date) -> Deadline:
        """A deadline fixed on `day`, moved to the next open day where `day` is closed."""
        moved = self.next_open_day(day)
        if moved == day:
            return Deadline(day)
        return Deadline(moved, day, f"{day.day}日（{self._closed_word(day)}）は閉庁日")

    def _closed_word(self, day: date) -> str:
        reason = self.closed_because(day) or ""
        return weekday_ja(day) if reason.endswith("曜日") else reason


def _last_day(start: date, months: int) -> date:
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    month_end = date(year, month0 + 1, last_day_of_month(year, month0 + 1))
    return month_end if start.day > month_end.day else month_end.replace(day=start.day) - _ONE_DAY
