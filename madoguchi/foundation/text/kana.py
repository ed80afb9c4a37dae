"""Kana folded for search: what sounds or looks alike becomes one string."""

from __future__ import annotations

import re
import unicodedata

_HIRAGANA = range(0x3041, 0x3097)
_TO_KATAKANA = {code: chr(code + 0x60) for code in _HIRAGANA}
_BIG = dict(
    zip(
        "ァィゥェォャュョッヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
        "アイウエオヤユヨツワカケクシストヌハヒフヘホムラリルレロ",
        strict=True,
    )
)
_ALIKE = {"ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ヰ": "イ", "ヱ": "エ", "ヷ": "バ", "ヸ": "ビ", "ヹ": "ベ", "ヺ": "ボ"}
_DROPPED = "ヽヾゝゞー・゠‐‑‒–—―−-\u3099\u309a"
KANA_FOLDING: dict[int, str | None] = {
    **{ord(char): None for char in _DROPPED},
    **{ord(small): big for small, big in _BIG.items()},
    **{ord(char): alike for char, alike in _ALIKE.items()},
    **{code: _BIG.get(kana, _ALIKE.get(kana, kana)) for code, kana in _TO_KATAKANA.items()},
}
"""Character by character; spaces and sequences (ヴァ, スヾ) are for the functions below."""

_VU = re.compile("[ヴゔ]([ァィゥェォぁぃぅぇぉ])?")
_VU_ROW = dict(zip("ァィゥェォぁぃぅぇぉ", "バビブベボ" * 2, strict=True))
_REPEAT = re.compile("([\u3041-\u3096\u30a1-\u30fa])([ヽヾゝゞ])")


def fold_kana(text: str) -> str:
    """Kana as search compares it: full width katakana, big letters (ャ → ヤ), ヴァ → バ, ヂ → ジ, ヅ → ズ, ヲ → オ,
    repeat marks written out (いすゞ → イスズ); long marks, spaces, middle dots and hyphens removed.

    Other characters stay. Folding twice changes nothing more.
    """
    plain = expand_kana(unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", "".join(plain.translate(KANA_FOLDING).split()))


def expand_kana(text: str) -> str:
    """`text` (NFKC) with ヴ and the marks ヽヾゝゞ replaced by what they stand for."""
    if not _REPEAT.search(text) and not _VU.search(text):
        return text
    while (written := _REPEAT.sub(_repeated, text)) != text:
        text = written
    return _VU.sub(lambda match: _VU_ROW[match[1]] if match[1] else "ブ", text)


def _repeated(match: re.Match[str]) -> str:
    kana, mark = match[1], match[2]
    base = unicodedata.normalize("NFD", kana)[0]
    if mark in "ヽゝ":
        return kana + base
    voiced = unicodedata.normalize("NFC", base + "\u3099")
    return kana + (voiced if len(voiced) == 1 else base)
