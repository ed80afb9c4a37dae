"""Full and half width, as fields of registers and files want them."""

from __future__ import annotations

import jaconv


def to_fullwidth(text: str) -> str:
    """Letters, digits, signs, spaces and half-width kana made full width: `ｺｰﾎﾟ 101` → `コーポ　１０１`."""
    return str(jaconv.h2z(text, kana=True, ascii=True, digit=True))


def to_halfwidth(text: str) -> str:
    """Letters, digits, signs and spaces made half width; kana stay full width: `コーポ　１０１` → `コーポ 101`."""
    return str(jaconv.z2h(jaconv.h2z(text, kana=True), kana=False, ascii=True, digit=True))
