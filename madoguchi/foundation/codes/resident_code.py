"""住民票コード: ten random digits and a check digit (住民基本台帳法施行規則1条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from .check_digits import digits_only, require_digits

ResidentCodeRuleName = Literal["none", "mod11_kari"]


@dataclass(frozen=True, slots=True)
class ResidentCodeRule:
    """One way to tell a right 住民票コード from a wrong one. `compute` is None where any eleven digits will do."""

    name: str
    provisional: bool
    compute: Callable[[str], str] | None

    def check_digit(self, digits10: str) -> str:
        """The eleventh digit. Raises ValueError unless given ten digits; "0" where the rule has no check digit."""
        require_digits(digits10, 10)
        return self.compute(digits10) if self.compute else "0"

    def valid(self, text: str) -> bool:
        """Whether `text` is eleven digits that this rule accepts."""
        return digits_only(text, 11) and (self.compute is None or self.compute(text[:10]) == text[10])


def _mod11(digits10: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits10, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    remainder = total % 11
    return "0" if remainder <= 1 else str(11 - remainder)


_RULES: Mapping[str, ResidentCodeRule] = {
    "none": ResidentCodeRule("none", provisional=False, compute=None),
    "mod11_kari": ResidentCodeRule("mod11_kari", provisional=True, compute=_mod11),
}


def resident_code_rule(name: ResidentCodeRuleName = "none") -> ResidentCodeRule:
    """The rule of that name.

    `none` asks for eleven digits only. `mod11_kari` is 仮: the published ordinance does not give the formula, so this
    one weighs the digits as 個人番号 does; use it for invented numbers alone, never to refuse a real one.
    Raises ValueError for another name.
    """
    try:
        return _RULES[name]
    except KeyError:
        raise ValueError(f"住民票コードの検査規則がありません：{name}") from None


def valid_resident_code(text: str, rule: ResidentCodeRuleName = "none") -> bool:
    """Whether `text` is a 住民票コード under the rule."""
    return resident_code_rule(rule).valid(text)
