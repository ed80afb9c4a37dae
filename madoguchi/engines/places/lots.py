"""番地号: the numbers at the end of an address."""

from __future__ import annotations

import re

from madoguchi.foundation.text import KANJI_NUMBER, kanji_to_int

from .folding import plain

LOT = re.compile(r"(?:\d+(?:\s*(?:番地の?|番の?|号の?|[-のノ])\s*(?=\d)|番地|番|号)?)+|(?:無番地|番外地)")
"""The numbers and counters of a lot in `plain` text with kanji numbers written as digits."""
_KANJI = re.compile(KANJI_NUMBER)
_NUMBER = rf"(?:\d+|{KANJI_NUMBER}(?=丁目|番|号|[のノ](?:\d|{KANJI_NUMBER}))|(?<=[のノ]){KANJI_NUMBER})"
_LEADING = re.compile(rf"(?:字\D*?)?(?:{_NUMBER}(?:丁目|番地|番|号)?[-のノ]?\s*)*")
_BARE = re.compile(r"(\d+)-(\d+)((?:-\d+)*)")
_RESIDENTIAL = re.compile(r"(\d+)番(\d+)号?((?:-\d+)*)")
_LAND = re.compile(r"(\d+)番地[-のノ]?(\d+)号?((?:-\d+)*)")


def arabic(text: str) -> str:
    """`text` with the kanji numbers of the lot at its start written as digits: 九十八番地の六 → 98番地の6."""
    lot = _LEADING.match(text)
    end = lot.end() if lot else 0
    return _KANJI.sub(_digits, text[:end]) + text[end:]


def _digits(match: re.Match[str]) -> str:
    try:
        return str(kanji_to_int(match[0]))
    except ValueError:
        return match[0]


def format_lot(text: str, *, residential: bool | None = None) -> str:
    """A lot in one notation: half-width digits, no spaces, 98番12号 or 9812番地6.

    `residential` says how bare numbers (98-12) are to be written: True as 住居表示 98番12号 (住居表示に関する法律2条),
    False as 地番 98番地12, None leaves them. A lot that says 番…号 or 番地 keeps its kind; 番地の6 becomes 番地6,
    further numbers stay behind a hyphen. What is no lot comes back plain.
    """
    lot = re.sub(r"\s+", "", arabic(plain(text)))
    lot = re.sub(r"(?<=\d)[のノ](?=\d)", "-", lot)
    if land := _LAND.fullmatch(lot):
        return f"{land[1]}番地{land[2]}{land[3]}"
    if house := _RESIDENTIAL.fullmatch(lot):
        return f"{house[1]}番{house[2]}号{house[3]}"
    bare = _BARE.fullmatch(lot)
    if bare and residential is not None:
        return f"{bare[1]}番{bare[2]}号{bare[3]}" if residential else f"{bare[1]}番地{bare[2]}{bare[3]}"
    return f"{lot}番地" if residential is False and lot.isdigit() else lot
