"""Place names folded for comparison, one character for each, so that a match can be measured on the original."""

from __future__ import annotations

import re
import unicodedata

from madoguchi.foundation.text import representative

_ALIKE = (
    dict(zip("一二三四五六七八九〇", "1234567890", strict=True))
    | dict.fromkeys("ヶがガヵ", "ケ")
    | dict.fromkeys("ノ之乃", "の")
    | dict.fromkeys("ツッっ", "つ")
)
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LONG_MARK_AS_HYPHEN = re.compile(r"(?<=\d)ー(?=\d)")


class _Folding(dict[int, str]):
    """A `str.translate` table that learns each character on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _ALIKE.get(char) or representative(char)
        return folded


_FOLDING = _Folding()


def plain(text: str) -> str:
    """NFKC, hyphens made alike, spaces single, none at the ends."""
    narrow = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return " ".join(_LONG_MARK_AS_HYPHEN.sub("-", narrow).split())


def fold_place(text: str) -> str:
    """A place name (already `plain`) as comparison sees it: 竜ヶ崎 = 龍ケ崎 = 龍が崎, 1番町 = 一番町. Same length."""
    return text.translate(_FOLDING)
