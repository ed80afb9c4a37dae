"""Numbers written in kanji, as addresses and old dates have them."""

from __future__ import annotations

import re

KANJI_DIGITS = "〇一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(KANJI_DIGITS)} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10}
KANJI_NUMBER = "[" + "".join(_VALUES) + "".join(_UNITS) + "]+"
"""Regular expression (text) of a run that `kanji_to_int` may read."""


LONGEST_ROW_NUMBER = 18


def row_number(text: str) -> int | None:
    """The number of a row that an address or a form names: up to 18 decimal digits of ASCII; None for anything else.

    ``str.isdigit`` is no guard for ``int``: it takes ² too. More digits than a bigint has are no row's.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ROW_NUMBER else None


def kanji_to_int(text: str) -> int:
    """The number that 二十一, 百二 or the digit-wise 一九八二 says (below 10,000 when units are used).

    Raises ValueError when the text is not such a number.
    """
    if not re.fullmatch(KANJI_NUMBER, text):
        raise ValueError(f"漢数字ではありません：{text}")
    if not any(char in _UNITS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _VALUES:
            if digit is not None:
                raise ValueError(f"漢数字として読めません：{text}")
            digit = _VALUES[char]
            continue
        unit = _UNITS[char]
        if unit >= last_unit:
            raise ValueError(f"漢数字として読めません：{text}")
        total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0)


def int_to_kanji(number: int) -> str:
    """二十一 for 21: the way 丁目 are written; 0 to 9,999."""
    if not 0 <= number < 10_000:
        raise ValueError(f"0から9999までです：{number}")
    if number == 0:
        return KANJI_DIGITS[0]
    parts = []
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append((KANJI_DIGITS[digit] if digit > 1 or unit == 1 else "") + name)
    return "".join(parts)
