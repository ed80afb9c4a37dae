"""Reading dates in whatever notation a person or a file has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from madoguchi.foundation.text.numbers import KANJI_NUMBER, kanji_to_int

from .eras import (
    GREGORIAN_FROM,
    Era,
    era_by_sign,
    era_year_span,
    first_day_text,
    limits_text,
    lunisolar_error,
    year_word,
)
from .errors import DateError
from .spans import DateSpan, last_day_of_month, month_span
from .wareki import format_wareki, format_wareki_month

_EXAMPLES = "昭和57年3月14日、S57.3.14、1982-03-14 のように入力してください。"
_SIGN = r"(?P<sign>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])"
_SEPARATED = re.compile(rf"{_SIGN}?(?P<year>\d{{1,4}}|元)(?:-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}}))?)?")
_PACKED = re.compile(rf"(?:{_SIGN}(?P<year>\d{{2}})|(?P<common>\d{{4}}))(?P<month>\d\d)(?P<day>\d\d)")
_PACKED_MONTH = re.compile(rf"{_SIGN}(?P<year>\d{{2}})(?P<month>\d\d)")
_WEEKDAY = re.compile(r"\((?:[日月火水木金土]|[日月火水木金土]曜日?)\)$")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


@dataclass(frozen=True, slots=True)
class _Written:
    """What the text says, before asking whether there is such a day. `era` None: the common calendar."""

    era: Era | None
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def year_text(self) -> str:
        return f"{self.era.name}{year_word(self.year)}年" if self.era else f"{self.year}年"


@lru_cache(maxsize=65_536)
def parse_date(text: str) -> date:
    """The day that `text` names, by era or common calendar, packed (19820314, S570314) or separated by 年月日,
    dots, slashes, hyphens or spaces; full width, kanji numbers, 元年 and a weekday at the end are understood.

    Raises DateError with a Japanese sentence that says what is wrong: no such day, an era that was over,
    a month or year alone, six bare digits (which era?), 明治元年–5年 (lunisolar). Answers are remembered: files
    repeat their dates.
    """
    written = _read(text)
    if written.month is None or written.day is None:
        raise DateError(f"年月日のすべてが必要です：「{text.strip()}」。{_EXAMPLES}")
    return _day(written, written.month, written.day)


def parse_date_span(text: str) -> DateSpan:
    """The days that a whole or partial date names: S55.4 is April 1980, 昭和55年 or 1980 the year, a full date one day.

    An era year holds only the days of that era: 昭和64年 is 1989-01-01 to 01-07. Raises DateError as `parse_date` does.
    """
    written = _read(text)
    if written.month is None:
        return _year_span(written)
    if written.day is None:
        return _month_span(written, written.month)
    day = _day(written, written.month, written.day)
    return DateSpan(day, day)


def _read(text: str) -> _Written:
    plain = _normalised(text)
    if not plain:
        raise DateError(f"日付が空です。{_EXAMPLES}")
    match = _PACKED.fullmatch(plain) or _PACKED_MONTH.fullmatch(plain) or _SEPARATED.fullmatch(plain)
    if match is None:
        raise DateError(_unreadable(text, plain))
    return _written(match.groupdict(), text)


def _written(groups: dict[str, str | None], text: str) -> _Written:
    sign, year = groups.get("sign"), groups.get("common") or groups["year"] or ""
    if sign is None and len(year) != 4:
        raise DateError(f"「{text.strip()}」の年が西暦4桁でも元号でもありません。{_EXAMPLES}")
    month, day = groups.get("month"), groups.get("day")
    return _Written(
        era=era_by_sign(sign) if sign else None,
        year=1 if year == "元" else int(year),
        month=int(month) if month else None,
        day=int(day) if day else None,
    )


def _normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip().upper()
    plain = _WEEKDAY.sub("", plain).removeprefix("西暦").strip()
    plain = re.sub(rf"{KANJI_NUMBER}(?=[年月日])", _kanji_digits, plain)
    plain = re.sub(r"年|月", "-", re.sub(r"\s*([-./年月日])\s*", r"\1", plain)).removesuffix("日").removesuffix("-")
    plain = re.sub(rf"^{_SIGN}[\s.]+", r"\g<sign>", plain)
    return re.sub(r"[./、\s]+", "-", plain)


def _kanji_digits(match: re.Match[str]) -> str:
    try:
        return str(kanji_to_int(match[0]))
    except ValueError as error:
        raise DateError(f"{error}。{_EXAMPLES}") from None


def _unreadable(text: str, plain: str) -> str:
    if re.fullmatch(r"\d{6}", plain):
        return (
            f"「{plain}」だけでは元号が決まりません。昭和なら S{plain}、西暦なら 1982-03-14 のように入力してください。"
        )
    return f"「{text.strip()}」は日付として読めません。{_EXAMPLES}"


def _year_span(written: _Written) -> DateSpan:
    if written.era:
        return DateSpan(*era_year_span(written.era, written.year))
    _check_common_year(written)
    return DateSpan(date(written.year, 1, 1), date(written.year, 12, 31))


def _month_span(written: _Written, month: int) -> DateSpan:
    year = _common_year(written, month, None)
    days = month_span(year, month)
    if written.era is None:
        return days
    named = days.overlap(DateSpan(written.era.first, written.era.last or date.max))
    if named is None:
        raise _outside_era(written.era, f"{written.year_text}{month}月", days.first, format_wareki_month(days.first))
    return named


def _day(written: _Written, month: int, day_number: int) -> date:
    year = _common_year(written, month, day_number)
    last = last_day_of_month(year, month)
    if not 1 <= day_number <= last:
        raise DateError(
            f"{written.year_text}{month}月{day_number}日はありません（{written.year_text}{month}月は{last}日まで）。"
        )
    day = date(year, month, day_number)
    if written.era and not written.era.contains(day):
        raise _outside_era(written.era, f"{written.year_text}{month}月{day_number}日", day, format_wareki(day))
    return day


def _common_year(written: _Written, month: int, day: int | None) -> int:
    if not 1 <= month <= 12:
        raise DateError(f"{month}月はありません。月は1から12までです。")
    if written.era is None:
        _check_common_year(written)
        return written.year
    year = written.era.common_year(written.year)
    if written.year < 1 or year > date.max.year:
        raise DateError(f"{written.year_text}はありません（{limits_text(written.era)}）。")
    if year < GREGORIAN_FROM.year:
        raise lunisolar_error()
    return year


def _check_common_year(written: _Written) -> None:
    if written.year < 1:
        raise DateError(f"西暦{written.year}年はありません。")


def _outside_era(era: Era, words: str, day: date, meant: str) -> DateError:
    limits = limits_text(era) if day > era.first else first_day_text(era)
    return DateError(f"{words}はありません（{limits}）。{meant}ではありませんか。")
