"""Rare characters: what the typefaces lack is reported and replaced, never silently dropped.

Variation sequences follow Unicode Technical Standard 37 (IVS, U+E0100-E01EF) and the standardized sequences
(U+FE00-FE0F). A *cluster* here is one character with its selector, if any.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from . import fonts

GETA = "〓"

_CLUSTER = re.compile("(.)([\ufe00-\ufe0f\U000e0100-\U000e01ef]?)", re.DOTALL)
# Characters that need no glyph: controls, spaces of every width, joiners, byte-order marks.
_INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff]")


@dataclass(frozen=True, slots=True)
class Missing:
    """One form that could not be printed as written.

    ``kind`` is ``"ivs"`` when only the variant form is missing (the plain character was printed) and ``"glyph"`` when
    the character itself is (〓 was printed). ``codepoints`` are written ``U+9089``.
    """

    cluster: str
    codepoints: tuple[str, ...]
    kind: Literal["glyph", "ivs"]

    @property
    def printed(self) -> str:
        """What stands on the paper in its place."""
        return self.cluster[0] if self.kind == "ivs" else GETA

    @property
    def message(self) -> str:
        """One sentence for the clerk who must judge whether the paper may go out."""
        name = " ".join(self.codepoints)
        if self.kind == "ivs":
            return f"「{self.printed}」の異体字（{name}）の字形が書体にないため、基本の字形で印字しました。"
        return f"文字（{name}）が書体にないため、〓で印字しました。"


@dataclass(frozen=True, slots=True)
class Printable:
    """Data ready for the typesetter, what had to be replaced in it, and which family draws which variant form."""

    data: Any
    missing: tuple[Missing, ...]
    routes: Mapping[str, Sequence[str]]


def missing(text: str) -> list[Missing]:
    """Every form in ``text`` that no typeface of this machine holds, each once, in order of appearance."""
    found = (_lack(base, selector) for base, selector in _clusters(text))
    return list(dict.fromkeys(lack for lack in found if lack))


def prepare(data: Any) -> Printable:
    """Replace in every string of JSON-like ``data`` what cannot be printed, and tell where variant forms come from.

    Keys are left alone. The order of ``missing`` is the order of reading.
    """
    lacks: dict[Missing, None] = {}
    routes: dict[str, dict[str, None]] = {}
    clean = _walk(data, lacks, routes)
    return Printable(clean, tuple(lacks), {family: sorted(found) for family, found in sorted(routes.items())})


def _walk(value: Any, lacks: dict[Missing, None], routes: dict[str, dict[str, None]]) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _clean(value, lacks, routes)
    if isinstance(value, Mapping):
        return {key: _walk(item, lacks, routes) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item, lacks, routes) for item in value]
    return value


def _clean(text: str, lacks: dict[Missing, None], routes: dict[str, dict[str, None]]) -> str:
    printed = []
    for base, selector in _clusters(text):
        lack = _lack(base, selector)
        if lack:
            lacks[lack] = None
        elif selector and (family := _route(base, selector)):
            routes.setdefault(family, {})[base + selector] = None
        printed.append(lack.printed if lack else base + selector)
    return "".join(printed)


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    for match in _CLUSTER.finditer(text):
        yield match[1], match[2]


@lru_cache(maxsize=16384)
def _lack(base: str, selector: str) -> Missing | None:
    if _stands(base, selector):
        return None
    points = tuple(f"U+{ord(character):04X}" for character in base + selector)
    return Missing(base + selector, points, "ivs" if selector and _stands(base, "") else "glyph")


def _stands(base: str, selector: str) -> bool:
    return bool(_drawn_by(base, selector)) or (not selector and bool(_INVISIBLE.match(base)))


def _drawn_by(base: str, selector: str) -> list[str]:
    code, variant = ord(base), ord(selector) if selector else None
    return [coverage.family for coverage in fonts.coverages() if coverage.draws(code, variant)]


def _route(base: str, selector: str) -> str | None:
    """The family to send a variant form to, or None where every family has it and no detour is needed."""
    holders = _drawn_by(base, selector)
    return None if len(holders) == len(fonts.coverages()) else holders[0]


def forget() -> None:
    """Forget what was found, as after a typeface was installed."""
    fonts.forget()
    _lack.cache_clear()
