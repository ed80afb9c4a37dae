"""What the look-ups answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, ward, town or village. `code` is the six-digit 全国地方公共団体コード; `name` includes the county
    (印旛郡酒々井町) or the designated city (千葉市中央区), as addresses do."""

    code: str
    prefecture: str
    name: str
    kana: str
    prefecture_kana: str

    @property
    def short_name(self) -> str:
        """The name without its county: 酒々井町."""
        county, _, rest = self.name.partition("郡")
        return rest if county and len(rest) > 1 and rest[-1] in "町村" else self.name


@dataclass(frozen=True, slots=True)
class Town:
    """One 町域 of a municipality. `postal_codes` has seven-digit codes, the plainest first; `note` is Japan Post's."""

    lg_code: str
    name: str
    kana: str
    romaji: str
    postal_codes: tuple[str, ...]
    has_chome: bool
    note: str = ""

    @property
    def postal_code(self) -> str:
        """The first code, seven digits."""
        return self.postal_codes[0]


@dataclass(frozen=True, slots=True)
class Place:
    """What a postal code names. `town` is empty where the code covers the rest of a municipality; `office` and
    `lot` are filled for the code of one large receiver (大口事業所)."""

    postal_code: str
    lg_code: str
    prefecture: str
    city: str
    town: str
    prefecture_kana: str
    city_kana: str
    town_kana: str
    has_chome: bool = False
    note: str = ""
    office: str = ""
    lot: str = ""
