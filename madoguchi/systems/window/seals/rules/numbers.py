"""The number of a card (印鑑登録証番号): seven digits of the town's series and a check digit."""

from __future__ import annotations

from madoguchi.foundation.codes.check_digits import digits_only, gs1_check_digit, valid_gs1

DIGITS = 8
LAST = 9_999_999


def make_number(serial: int) -> str:
    """The number for a place in the series: 1 → 00000017. Raises ValueError beyond the series."""
    if not 0 < serial <= LAST:
        raise ValueError(f"登録証番号の系列の外です：{serial}")
    plain = f"{serial:07}"
    return plain + gs1_check_digit(plain)


def valid_number(text: str) -> bool:
    """Whether ``text`` is a number of a card: one digit typed wrong is noticed."""
    return digits_only(text, DIGITS) and valid_gs1(text)
