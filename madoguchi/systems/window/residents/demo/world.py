"""What all stories of a town share: the day, opening days, addresses, numbers that nobody has."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import cache

from madoguchi.foundation.calendar import OfficeCalendar
from madoguchi.foundation.codes import individual_number_check_digit, resident_code_rule
from madoguchi.foundation.towns.models import Town

from .addresses import Gazetteer
from .dice import Dice

JAPAN = timezone(timedelta(hours=9))
YEARS = 30
CODES_SINCE = date(2002, 8, 5)
"""住民票コード: 住民基本台帳ネットワーク (平成11年法律第133号 の施行)."""
FOREIGNERS_SINCE = date(2012, 7, 9)
"""Foreign residents enter the record (平成21年法律第77号 の施行)."""
NUMBERS_SINCE = date(2015, 10, 5)
"""個人番号 (番号法 の施行)."""
FORMER_NAMES_SINCE = date(2019, 11, 5)
"""旧氏 on the 住民票 (平成31年政令第152号 の施行)."""
SCATTER = 7_654_321
SPACE = 10_000_000


class World:
    """The town of the stories on one day. ``first`` is the day on which its record begins, thirty years before."""

    def __init__(self, town: Town, today: date, seed: int) -> None:
        self.dice = Dice(seed)
        self.places = Gazetteer(town)
        self.today = today
        self.first = date(today.year - YEARS, 4, 1)
        self.latest = datetime.combine(today - timedelta(days=1), time(9), JAPAN)
        self.codes = 0

    def numbers(self) -> tuple[str, str]:
        """A 住民票コード and a 個人番号 of an invented range (both begin with 999), with right check digits."""
        self.codes += 1
        middle = f"{self.codes * SCATTER % SPACE:07}"
        ten, eleven = f"999{middle}", f"9990{middle}"
        return ten + resident_code_rule("mod11_kari").check_digit(ten), eleven + individual_number_check_digit(eleven)

    def phone(self) -> str:
        """A telephone number in a range that is not given out."""
        return f"{self.dice.pick(('043-000', '090-0000', '080-0000'))}-{self.dice.below(10_000):04}"

    def opening(self, day: date) -> date:
        """The day, or the next on which the office is open."""
        return opening(day)


@cache
def opening(day: date) -> date:
    """The day, or the next on which the office is open."""
    return OfficeCalendar().next_open_day(day)
