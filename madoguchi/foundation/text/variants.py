"""異体字: one representative for the forms of a kanji that names are written with.

The tables are those of `jntajis`: NTA's JIS縮退マップ and the MJ縮退マップ of the Character Information Technology
Promotion Council, asked per character at run time; `variant_data` corrects them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import jntajis

from .variant_data import KEPT_APART, SAME

_ALL_SCHEMES = 1 | 2 | 4 | 8
_NO_COUNTERPART = "\ufffd"
_SAME = {char: group[0] for group in SAME for char in group}


@cache
def representative(char: str) -> str:
    """The character that stands for all variants of `char`: 髙 → 高, 邉 → 辺, 齋 → 斉; itself when it has none.

    The commonest form is preferred: JIS level 1 before level 2 before the rest. Follows the tables step by step, so
    that two characters are joined only where a table leads from each to the same form.
    """
    path = [char]
    while (following := _next(path[-1])) not in path:
        path.append(following)
    return min(path[path.index(following) :], key=_preference)


def variants_of(char: str) -> tuple[str, ...]:
    """The other forms of `char` that ordinary keyboards and fonts have (Windows-31J), commonest first.

    邉 → ("辺", "邊"). Empty for a character without variants. The first call reads the tables (about 0.1 s).
    """
    return tuple(other for other in _groups().get(representative(char), ()) if other != char)


def _next(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    compatible = unicodedata.normalize("NFKC", char)
    if compatible != char and len(compatible) == 1:
        return compatible
    if char in KEPT_APART:
        return char
    common = [other for other in _shrunk(char) if _rank(other) <= _rank(char)]
    return min(common, key=_preference, default=char)


def _shrunk(char: str) -> Iterator[str]:
    for candidate in (jntajis.jnta_shrink_translit(char, passthrough=True), *_mj_shrunk(char)):
        form = unicodedata.normalize("NFKC", candidate)
        if len(form) == 1 and form not in (char, _NO_COUNTERPART):
            yield form


def _mj_shrunk(char: str) -> list[str]:
    return list(jntajis.mj_shrink_candidates(char, _ALL_SCHEMES))


def _preference(char: str) -> tuple[int, str]:
    return _rank(char), char


@cache
def _rank(char: str) -> int:
    """0 for JIS level 1, 1 for level 2, 2 for the rest of JIS X 0213, 3 for the rest of Unicode."""
    encoded = _encoded(char, "euc_jp")
    if len(encoded) == 2:
        return 0 if encoded[0] < 0xA0 + 48 else 1
    return 2 if _encoded(char, "euc_jis_2004") else 3


def _encoded(char: str, encoding: str) -> bytes:
    return char.encode(encoding, errors="ignore")


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for char in _ordinary_kanji():
        found[representative(char)].add(char)
    return {head: tuple(sorted(chars, key=_preference)) for head, chars in found.items() if len(chars) > 1}


def _ordinary_kanji() -> Iterator[str]:
    leads = (*range(0x81, 0xA0), *range(0xE0, 0xFD))
    for code in (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFD)):
        char = code.decode("cp932", errors="ignore")
        if is_kanji(char):
            yield char
    yield from "".join(SAME)


def is_kanji(char: str) -> bool:
    """Whether `char` is one Han character (not a kana, not an iteration mark)."""
    return len(char) == 1 and unicodedata.name(char, "").startswith("CJK ")
