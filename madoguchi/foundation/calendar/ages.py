"""Ages and school grades."""

from __future__ import annotations

from datetime import date, timedelta

_GRADES = ("小1", "小2", "小3", "小4", "小5", "小6", "中1", "中2", "中3")


def age_on(birth: date, day: date) -> int:
    """The everyday age: rises on the birthday (on 1 March for those born on 29 February, in common years).

    Raises ValueError when `day` is before `birth`.
    """
    if day < birth:
        raise ValueError("生年月日より前の日の年齢は数えられません。")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def legal_age_on(birth: date, day: date) -> int:
    """The age reached by the end of `day`: a year ends with the day before the birthday
    (年齢計算ニ関スル法律, 民法143条), so someone born on 1 April reaches it on 31 March.

    Raises ValueError when `day` is before `birth`.
    """
    if day < birth:
        raise ValueError("生年月日より前の日の年齢は数えられません。")
    return age_on(birth, day + timedelta(days=1))


def reaches_age_on(birth: date, age: int) -> date:
    """「満〇歳に達する日」: the day before the birthday (年齢計算ニ関スル法律); 28 February for 29 February births
    in common years. Age 0 gives the day before birth."""
    year = birth.year + age
    if (birth.month, birth.day) == (2, 29):
        return date(year, 2, 28)
    return date(year, birth.month, birth.day) - timedelta(days=1)


def fiscal_year_end_age(birth: date, fiscal_year: int) -> int:
    """The legal age reached by the end of the fiscal year (31 March of the next year), as in
    「18歳に達する日以後の最初の3月31日」. Raises ValueError for those not yet born then."""
    return legal_age_on(birth, date(fiscal_year + 1, 3, 31))


def school_grade(birth: date, fiscal_year: int) -> str | None:
    """小1 … 小6, 中1 … 中3 in that fiscal year, or None outside compulsory schooling.

    学校教育法17条: from the first school year that begins after the day on which the child reaches six;
    a child born on 1 April reaches it on 31 March and so belongs to the earlier year.
    """
    first_year = birth.year + (7 if (birth.month, birth.day) >= (4, 2) else 6)
    grade = fiscal_year - first_year
    return _GRADES[grade] if 0 <= grade < len(_GRADES) else None
