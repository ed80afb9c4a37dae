"""The five eras of modern law and the conversion of an era year to a year of the common calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .errors import DateError

GREGORIAN_FROM = date(1873, 1, 1)
"""明治6年1月1日: the first day counted by the solar calendar (明治5年太政官布告第337号)."""


@dataclass(frozen=True, slots=True)
class Era:
    """One era. `last` is None while it lasts; `code` is the digit of resident-record files (1 明治 … 5 令和).

    明治45年7月30日 and 大正15年12月25日 are also the first days of the next era: the edicts renamed the day
    itself, documents of that day bear either name, so reading accepts both and writing uses the newer one.
    """

    name: str
    letter: str
    code: str
    first: date
    last: date | None

    @property
    def short(self) -> str:
        """The one-character name: 令."""
        return self.name[0]

    def year_of(self, day: date) -> int:
        """The era's year number of `day` (1 for 元年)."""
        return day.year - self.first.year + 1

    def common_year(self, year: int) -> int:
        """The year of the common calendar that contains the era's year `year`."""
        return self.first.year + year - 1

    def contains(self, day: date) -> bool:
        """Whether a document of `day` may bear this era's name."""
        return self.first <= day and (self.last is None or day <= self.last)


ERAS: tuple[Era, ...] = (
    Era("明治", "M", "1", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", "2", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", "3", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "4", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "5", date(2019, 5, 1), None),
)

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.short, era.letter)}


def era_by_sign(sign: str) -> Era:
    """The era called 昭和, 昭, S or s. Raises DateError for anything else."""
    try:
        return _BY_SIGN[sign.upper()]
    except KeyError:
        raise DateError(
            f"「{sign}」という元号はありません。明治・大正・昭和・平成・令和のどれかにしてください。"
        ) from None


def era_of(day: date) -> Era:
    """The era that `day` belongs to by law. Raises DateError before 明治 (1868-01-25)."""
    for era in reversed(ERAS):
        if era.first <= day:
            return era
    raise DateError("明治（1868年1月25日）より前の日付には元号を付けられません。")


def era_year_span(era: Era, year: int) -> tuple[date, date]:
    """First and last day of an era's year: 昭和64年 is 1989-01-01 to 01-07.

    Raises DateError when the era has no such year, and for the lunisolar years before 明治6年.
    """
    common = era.common_year(year)
    if year < 1 or common > date.max.year or (era.last and common > era.last.year):
        raise DateError(f"{era.name}{year_word(year)}年はありません（{limits_text(era)}）。")
    if common < GREGORIAN_FROM.year:
        raise lunisolar_error()
    first, last = date(common, 1, 1), date(common, 12, 31)
    return max(first, era.first), min(last, era.last or last)


def lunisolar_error() -> DateError:
    """The answer to a date of 明治元年–5年, which only a lunisolar table could convert."""
    return DateError("明治5年までの日付は旧暦のため、西暦に直せません。西暦の年月日で入力してください。")


def year_word(year: int) -> str:
    """元 for the first year, else the digits."""
    return "元" if year == 1 else str(year)


def limits_text(era: Era) -> str:
    """How far an era goes, for error messages: 昭和は64年1月7日まで."""
    if era.last is None:
        return first_day_text(era)
    return f"{era.name}は{era.year_of(era.last)}年{era.last.month}月{era.last.day}日まで"


def first_day_text(era: Era) -> str:
    """Where an era begins, for error messages: 平成は元年1月8日から."""
    return f"{era.name}は元年{era.first.month}月{era.first.day}日から"
