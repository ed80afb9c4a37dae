"""Numbers that end (or begin) with a check digit. All take plain half-width digits, without separators."""

from __future__ import annotations

from stdnum import ean
from stdnum.jp import cn, in_

_LG_WEIGHTS = (6, 5, 4, 3, 2)


def digits_only(text: str, length: int) -> bool:
    """Whether `text` is exactly `length` half-width digits."""
    return len(text) == length and text.isascii() and text.isdigit()


def require_digits(text: str, length: int) -> None:
    """Raises ValueError unless `text` is exactly `length` half-width digits."""
    if not digits_only(text, length):
        raise ValueError(f"半角数字{length}桁が必要です：{text!r}")


def lg_code_check_digit(code5: str) -> str:
    """The sixth digit of a 全国地方公共団体コード (12228 → 9).

    Weights 6,5,4,3,2; the sum's distance to the next multiple of 11, its last digit.
    Raises ValueError unless given five digits.
    """
    require_digits(code5, 5)
    total = sum(weight * int(digit) for weight, digit in zip(_LG_WEIGHTS, code5, strict=True))
    return str(11 - total if total < 11 else (11 - total % 11) % 10)[-1]


def valid_lg_code(text: str) -> bool:
    """Whether `text` is a six-digit 全国地方公共団体コード with a right check digit."""
    return digits_only(text, 6) and lg_code_check_digit(text[:5]) == text[5]


def individual_number_check_digit(digits11: str) -> str:
    """The last digit of a 個人番号 (番号法施行令8条, 平成26年総務省令85号5条).

    Raises ValueError unless given eleven digits.
    """
    require_digits(digits11, 11)
    return str(in_.calc_check_digit(digits11))


def valid_individual_number(text: str) -> bool:
    """Whether `text` is a twelve-digit 個人番号 with a right check digit."""
    return digits_only(text, 12) and individual_number_check_digit(text[:11]) == text[11]


def corporate_number_check_digit(digits12: str) -> str:
    """The first digit of a 法人番号, from its other twelve (法人番号の指定等に関する省令2条).

    Raises ValueError unless given twelve digits.
    """
    require_digits(digits12, 12)
    return str(cn.calc_check_digit(digits12))


def valid_corporate_number(text: str) -> bool:
    """Whether `text` is a thirteen-digit 法人番号 with a right check digit (the first)."""
    return digits_only(text, 13) and corporate_number_check_digit(text[1:]) == text[0]


def gs1_check_digit(digits: str) -> str:
    """The modulus 10 digit of GS1 keys: weights 3 and 1 alternately from the right.

    Raises ValueError for anything but digits.
    """
    require_digits(digits, max(len(digits), 1))
    return str(ean.calc_check_digit(digits))


def valid_gs1(text: str) -> bool:
    """Whether `text` (two or more digits) ends with its GS1 check digit."""
    return len(text) > 1 and digits_only(text, len(text)) and gs1_check_digit(text[:-1]) == text[-1]
