"""Kana that Latin letters may stand for."""

from __future__ import annotations

from functools import cache

from madoguchi.foundation.text import fold_kana, fold_romaji, kana_to_romaji

MOST = 27
SINGLE = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
    "ガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
)
PALATAL = tuple(onset + glide for onset in "キシチニヒミリギジビピ" for glide in "ャュョ")
LONG = {"o": ("", "ウ", "オ"), "u": ("", "ウ")}
LONGEST = 3


@cache
def syllables() -> dict[str, str]:
    """Folded kana by its folded Latin letters."""
    return {fold_romaji(kana_to_romaji(kana)): fold_kana(kana) for kana in (*SINGLE, *PALATAL)}


def readings(latin: str) -> tuple[str, ...]:
    """The folded kana with which a name may begin that folded Latin letters begin; none begins with another.

    ``oto`` gives オト, オウト and オオト, since folding leaves no long vowels; at the end the short form covers all.
    Empty where the letters are not Japanese or mean too many kana.
    """
    found = read(latin)
    if not latin or len(found) > MOST:
        return ()
    return tuple(kana for kana in found if not any(kana != other and kana.startswith(other) for other in found))


def read(latin: str) -> list[str]:
    """Every way to read letters to their end."""
    if not latin:
        return [""]
    found = []
    for length in range(1, LONGEST + 1):
        if kana := syllables().get(latin[:length]):
            found += joined(kana, latin[length - 1], latin[length:])
        if len(latin) <= length:
            break
    if latin[0] == "n":
        found += ["ン" + kana for kana in read(latin[1:])]
    elif latin[:1] == latin[1:2] and latin[0] not in "aiueo":
        found += ["ツ" + kana for kana in read(latin[1:])]
    return list(dict.fromkeys(found))[: MOST + 1]


def joined(kana: str, vowel: str, rest: str) -> list[str]:
    """A syllable, also with its vowel made long, before the readings of the rest."""
    tails = read(rest)
    return [kana + long + tail for long in (LONG.get(vowel, ("",)) if rest else ("",)) for tail in tails]
