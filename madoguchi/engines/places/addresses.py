"""Addresses taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from madoguchi.foundation.text import int_to_kanji

from . import source
from .folding import fold_place, plain
from .lookups import municipality, towns_by_folded_name
from .lots import LOT, arabic
from .types import Municipality, Town

_POSTAL = re.compile(r"^〒?\s*\d{3}-?\d{4}(?!\d|-)\s*")
_CHOME = re.compile(r"^(\d{1,2})丁目\s*-?")
_CHOME_BY_HYPHEN = re.compile(r"^(\d{1,2})[-のノ](?=\d)")
_OAZA = re.compile("^(?:大字|字)")
_UP_TO_NUMBERS = re.compile(r"^\D*?(?=\d|無番地|番外地|$)")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address in parts; a part that the text does not have is empty (None for the 丁目).

    `city` is written as the municipality is (county, designated city and ward included); `town` as Japan Post has it
    where it knows the town, else as given. `lot` is the 番地号 as given, in half width; `building` the 方書.
    `lg_code` is the municipality's code and `postal_code` the town's, where they are known.
    """

    prefecture: str = ""
    city: str = ""
    town: str = ""
    chome: int | None = None
    lot: str = ""
    building: str = ""
    lg_code: str = ""
    postal_code: str = ""

    @property
    def town_known(self) -> bool:
        """Whether Japan Post's data has this town in this municipality."""
        return bool(self.postal_code)

    @property
    def town_chome(self) -> str:
        """町字 as the resident record writes it: めいわ三丁目."""
        return self.town + (f"{int_to_kanji(self.chome)}丁目" if self.chome else "")


def split_address(text: str, *, within: str | None = None) -> AddressParts:
    """An address as people write it, in parts: 四街道市めいわ三丁目98番12号, めいわ3-98-12 コーポ101.

    Width, hyphens, kanji numbers, ケ・ヶ・が, 大字 and a postal code in front are understood. `within` is the code of
    the municipality to assume when the text names none. Where several have the name (府中市), the one that has the
    town is taken. Nothing is ever lost: what cannot be told apart is left in `town` or `building`.
    Raises UnknownPlaceError when `within` is no code.
    """
    rest = _POSTAL.sub("", plain(text))
    prefecture = next((name for name in _prefectures() if rest.startswith(name)), "")
    rest = rest[len(prefecture) :].lstrip()
    cities = _cities(rest, prefecture)
    if not cities and within:
        cities = [(municipality(within), 0)]
    if not cities:
        return _unknown_city(prefecture, rest)
    choices = [_in_city(city, rest[length:].lstrip()) for city, length in cities]
    known = [parts for parts in choices if parts.town_known]
    if known or len(choices) == 1:
        return (known or choices)[0]
    return _unknown_city(prefecture, rest)


@cache
def _prefectures() -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.prefecture for each in source.municipalities_by_code().values()))


@cache
def _cities_by_name() -> Mapping[str, list[Municipality]]:
    found: dict[str, list[Municipality]] = {}
    for each in source.municipalities_by_code().values():
        for name in {each.name, each.short_name}:
            found.setdefault(fold_place(name), []).append(each)
    return found


@cache
def _longest_city_name() -> int:
    return max(map(len, _cities_by_name()))


def _cities(rest: str, prefecture: str) -> list[tuple[Municipality, int]]:
    folded = fold_place(rest[: _longest_city_name()])
    for length in range(len(folded), 1, -1):
        found = _cities_by_name().get(folded[:length], [])
        if found := [each for each in found if prefecture in ("", each.prefecture)]:
            return [(each, length) for each in found]
    return []


def _in_city(city: Municipality, rest: str) -> AddressParts:
    oaza = _OAZA.match(rest)
    local = rest[oaza.end() :] if oaza else rest
    town, length = _town(city.code, local)
    if town is None:
        return _unknown_town(city, rest)
    chome, lot, building = _numbers(arabic(local[length:].lstrip()), has_chome=town.has_chome)
    return AddressParts(
        city.prefecture, city.name, town.name, chome, lot, building, lg_code=city.code, postal_code=town.postal_code
    )


def _town(code: str, local: str) -> tuple[Town | None, int]:
    names = towns_by_folded_name(code)
    longest = max(map(len, names), default=0)
    folded = fold_place(local[:longest])
    for length in range(len(folded), 0, -1):
        # The longest town wins: 中央台 before 中央.
        if (town := names.get(folded[:length])) is not None:
            return town, length
    return None, 0


def _unknown_town(city: Municipality, rest: str) -> AddressParts:
    town, chome, lot, building = _by_digits(rest)
    return AddressParts(city.prefecture, city.name, town, chome, lot, building, lg_code=city.code)


def _unknown_city(prefecture: str, rest: str) -> AddressParts:
    town, chome, lot, building = _by_digits(rest)
    return AddressParts(prefecture, "", town, chome, lot, building)


def _by_digits(rest: str) -> tuple[str, int | None, str, str]:
    counted = arabic(rest)
    match = _UP_TO_NUMBERS.match(counted)
    length = match.end() if match else 0
    return counted[:length].strip(), *_numbers(counted[length:], has_chome=False)


def _numbers(rest: str, *, has_chome: bool) -> tuple[int | None, str, str]:
    chome = _CHOME.match(rest) or (_CHOME_BY_HYPHEN.match(rest) if has_chome else None)
    if chome:
        rest = rest[chome.end() :].lstrip()
    lot = LOT.search(rest)
    if lot is None or not _may_precede_lot(rest[: lot.start()]):
        return int(chome[1]) if chome else None, "", rest.strip()
    return int(chome[1]) if chome else None, rest[: lot.end()].strip(), rest[lot.end() :].strip(" -、,")


def _may_precede_lot(words: str) -> bool:
    """小字 and the like stand before the number; a building's name does not."""
    return not words or words.startswith("字") or len(words) <= 1
