"""Kana in Latin letters, and Latin spellings folded so that Hepburn, 訓令式 and passports agree."""

from __future__ import annotations

import re
import unicodedata

from .kana import expand_kana
from .names import fold_latin

_ROWS = {
    "": "アイウエオ", "K": "カキクケコ", "S": "サシスセソ", "T": "タチツテト", "N": "ナニヌネノ", "H": "ハヒフヘホ",
    "M": "マミムメモ", "R": "ラリルレロ", "G": "ガギグゲゴ", "Z": "ザジズゼゾ", "D": "ダヂヅデド", "B": "バビブベボ",
    "P": "パピプペポ",
}  # fmt: skip
_IRREGULAR = {"シ": "SHI", "チ": "CHI", "ツ": "TSU", "フ": "FU", "ジ": "JI", "ヂ": "JI", "ヅ": "ZU"}
_SMALL_VOWELS = dict(zip("ァィゥェォ", "AIUEO", strict=True))
_SMALL_Y = {"ャ": "A", "ュ": "U", "ョ": "O", "ェ": "E"}
_SYLLABLES = (
    {kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "AIUEO", strict=True)}
    | _IRREGULAR
    | {"ヤ": "YA", "ユ": "YU", "ヨ": "YO", "ワ": "WA", "ヲ": "O", "ヰ": "I", "ヱ": "E", "ン": "N"}
    | {"ヵ": "KA", "ヶ": "KE", "ヮ": "WA"}
)
_TO_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_PALATAL = re.compile("([キシチニヒミリギジヂビピ])([ャュョェ])")
_FOREIGN = re.compile("([フウツテデト])([ァィゥェォ])")
_FOREIGN_ONSET = {"フ": "F", "ウ": "W", "ツ": "TS", "テ": "T", "デ": "D", "ト": "T"}
_LONG = re.compile("O(?:O(?!$)|(?<!NO)U|U(?!(?:E|RA|CHI)$))|U(?:(?<!TSU)U|U(?!(?:RA|CHI)$))")
_DOUBLED = re.compile("ッ+(?=(CH|[A-Z])?)")


def kana_to_romaji(kana: str) -> str:
    """Kana in capital letters as passports spell them: シ SHI, ン before B・M・P is M, long O and U written once.

    オオノ → ONO, シンタロウ → SHINTARO, ハットリ → HATTORI, セノオ → SENOO. A suggestion: kana do not tell
    where a word ends (イノウエ is kept by a rule for the commonest endings), and people may spell otherwise.
    Characters that are not kana stay; spaces stay.
    """
    plain = expand_kana(unicodedata.normalize("NFKC", kana)).translate(_TO_KATAKANA)
    return " ".join(_word(word) for word in plain.split())


def _word(word: str) -> str:
    latin = _PALATAL.sub(_palatal, word)
    latin = _FOREIGN.sub(lambda match: _FOREIGN_ONSET[match[1]] + _SMALL_VOWELS[match[2]], latin)
    latin = "".join(_SYLLABLES.get(char, _SMALL_VOWELS.get(char, char)) for char in latin)
    latin = _DOUBLED.sub(lambda match: "T" if match[1] == "CH" else match[1] or "TSU", latin)
    latin = re.sub("N(?=[BMP])", "M", latin)
    return _shorten(latin)


def _palatal(match: re.Match[str]) -> str:
    onset = _SYLLABLES[match[1]][:-1]
    vowel = _SMALL_Y[match[2]]
    return onset + vowel if onset in ("SH", "CH", "J") else f"{onset}Y{vowel}"


def _shorten(latin: str) -> str:
    return _LONG.sub(lambda match: match[0][0], latin.replace("ー", ""))


_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("v", "b"),
        ("l", "r"),
        ("w+o", "o"),
        ("f(?=f*u)", "h"),
        ("[ct](?=ch[aiueoy])", "t"),
        ("ch(?=i)", "t"),
        ("chy?(?=[aueo])", "ty"),
        ("ts+(?=u)", "t"),
        ("sh(?=i)", "s"),
        ("shy?(?=[aueo])", "sy"),
        ("jy?(?=[aueo])", "zy"),
        ("j", "z"),
        ("d+z*(?=[ui])", "z"),
        ("m(?=[bpm])", "n"),
        ("(?<=[aiueo])h+(?![aiueoyh])", ""),
        ("o[ou]+", "o"),
        ("uu+", "u"),
    )
)


def fold_romaji(text: str) -> str:
    """Latin letters as search compares them: alike are ohno, ono, oono and Ōno; shi and si; tsu and tu; chi and ti;
    fu and hu; ji and zi; n' and n.

    Lower case, without accents, spaces, hyphens and apostrophes; everything that is not a Latin letter goes.
    Foreigners' names are folded by the same rules on both sides, and v and l as kana hear them (b, r).
    """
    folded = re.sub("[^a-z]", "", fold_latin(unicodedata.normalize("NFKC", text)))
    for pattern, replacement in _SPELLINGS:
        folded = pattern.sub(replacement, folded)
    return folded


def looks_like_romaji(text: str) -> bool:
    """Whether `text` is a name in Latin letters (spaces, hyphens, apostrophes, dots and commas allowed)."""
    plain = re.sub(r"[\s\-'’.,·ー]", "", unicodedata.normalize("NFKC", text))
    return bool(plain) and all(unicodedata.name(char, "").startswith("LATIN") for char in plain)
