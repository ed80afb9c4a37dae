"""Names folded for search: kanji variants, kana, width, case and accents no longer matter."""

from __future__ import annotations

import re
import unicodedata

from .graphemes import strip_variation_selectors
from .kana import KANA_FOLDING, expand_kana
from .variants import is_kanji, representative

_REPEATED_KANJI = re.compile("(.)々")
_LATIN = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
_DROPPED_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me", "Pc", "Pd", "Po", "Ps", "Pe", "Pi", "Pf", "Lm", "Sk"}


class _Folding(dict[int, str | None]):
    """A `str.translate` table that learns each character on first use."""

    def __missing__(self, code: int) -> str | None:
        folded = self[code] = _fold_char(chr(code))
        return folded


def _fold_char(char: str) -> str | None:
    if ord(char) in KANA_FOLDING:
        return KANA_FOLDING[ord(char)]
    if unicodedata.name(char, "").startswith("LATIN"):
        return fold_latin(char)
    if unicodedata.category(char) in _DROPPED_CATEGORIES:
        return None
    return representative(char) if is_kanji(char) else char


def fold_latin(text: str) -> str:
    """Lower case without accents: É → e, Ł → l, ß → ss."""
    lower = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    return "".join(_LATIN.get(char, char) for char in bare)


_FOLDING = _Folding()


def fold_name(text: str) -> str:
    """A name as search compares it: 髙橋 and 高橋, 渡邉・渡邊・渡辺, 﨑 and 崎, IVS forms, 佐佐木 and 佐々木 are alike.

    Variation selectors, spaces, punctuation and long marks go; kana fold as in `fold_kana`; Latin letters lose case
    and accents. Folding twice changes nothing more.
    """
    plain = expand_kana(unicodedata.normalize("NFKC", strip_variation_selectors(text)))
    if "々" in plain:
        plain = _written_out(plain)
    return unicodedata.normalize("NFKC", plain.translate(_FOLDING))


def _written_out(text: str) -> str:
    while (written := _REPEATED_KANJI.sub(r"\1\1", text)) != text:
        text = written
    return text
