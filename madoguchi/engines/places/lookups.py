"""Questions about municipalities, towns and postal codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from madoguchi.foundation.text import fold_kana, fold_romaji, kana_to_romaji, looks_like_romaji

from . import source
from .folding import fold_place, plain
from .types import Municipality, Place, Town

_PREFIXES = re.compile("^(?:大字|字)")


class UnknownPlaceError(LookupError):
    """A code that no municipality has; the message is Japanese."""


def postal(code: str) -> list[Place]:
    """The places of a postal code (2840001, 284-0001, 〒２８４－０００１), towns before offices. Empty when unknown."""
    digits = re.sub(r"\D", "", plain(code))
    return list(_postal(digits)) if len(digits) == 7 else []


@lru_cache(maxsize=50_000)
def _postal(digits: str) -> tuple[Place, ...]:
    return (*map(_town_place, source.rows_of_code(digits)), *map(_office_place, source.offices_of_code(digits)))


def municipality(code: str) -> Municipality:
    """The municipality of a five- or six-digit code. Raises UnknownPlaceError, also for a wrong check digit."""
    found = source.municipalities_by_code().get(code[:5])
    if found is None or (len(code) != 5 and code != found.code):
        raise UnknownPlaceError(f"市区町村コード「{code}」は見つかりません。")
    return found


def municipalities(prefix: str = "", *, limit: int | None = None) -> list[Municipality]:
    """The municipalities whose name (with or without prefecture, county or designated city) or kana begins with
    `prefix`, in order of code; all of them for an empty one."""
    name, kana = fold_place(plain(prefix).replace(" ", "")), fold_kana(prefix)
    found = [
        each
        for each in source.municipalities_by_code().values()
        if any(written.startswith(name) for written in _spellings(each)) or _folded_kana(each).startswith(kana)
    ]
    return found[:limit]


@cache
def _spellings(each: Municipality) -> tuple[str, ...]:
    ward = re.sub("^.+市(?=.+区$)", "", each.name)
    names = (each.name, each.short_name, ward, each.prefecture + each.name, each.prefecture + each.short_name)
    return tuple(dict.fromkeys(fold_place(name) for name in names))


@cache
def _folded_kana(each: Municipality) -> str:
    return fold_kana(each.kana)


@lru_cache(maxsize=2_000)
def towns(lg_code: str) -> tuple[Town, ...]:
    """The towns of a municipality (five or six digits), in order of postal code; rows of one name are one town.

    Raises UnknownPlaceError.
    """
    code = municipality(lg_code).code
    rows: dict[str, list[source.Row]] = {}
    for row in source.rows_of_municipality(code[:5]):
        if row["neighborhood"]:
            rows.setdefault(row["neighborhood"], []).append(row)
    return tuple(_town(code, name, same) for name, same in rows.items())


def check_town(lg_code: str, town: str) -> Town | None:
    """The town of that name in the municipality, or None when it has none.

    大字 in front, ケ・ヶ・が, kanji variants and width are forgiven. Raises UnknownPlaceError for the code.
    """
    return towns_by_folded_name(lg_code).get(fold_place(_PREFIXES.sub("", plain(town).replace(" ", ""))))


@lru_cache(maxsize=2_000)
def towns_by_folded_name(lg_code: str) -> Mapping[str, Town]:
    """The towns of a municipality by their folded names."""
    return {fold_place(_PREFIXES.sub("", plain(town.name))): town for town in towns(lg_code)}


def suggest_towns(lg_code: str, text: str, *, limit: int = 10) -> list[Town]:
    """Towns to offer while someone types: those that begin with `text` (name, kana or romaji) before those that
    contain it. Empty for an empty text. Raises UnknownPlaceError for the code."""
    name, kana = fold_place(plain(text).replace(" ", "")), fold_kana(text)
    if not kana:
        return []
    romaji = fold_romaji(text) if looks_like_romaji(text) else None
    ranked = [(_rank(town, name, kana, romaji), town) for town in towns(lg_code)]
    return [town for rank, town in sorted(ranked, key=lambda pair: pair[0]) if rank < 2][:limit]


def _rank(town: Town, name: str, kana: str, romaji: str | None) -> int:
    written = [(fold_place(plain(town.name)), name), (fold_kana(town.kana), kana)]
    if romaji:
        written.append((fold_romaji(town.romaji), romaji))
    if any(whole.startswith(part) for whole, part in written):
        return 0
    return 1 if any(part in whole for whole, part in written) else 2


def _town(code: str, name: str, rows: list[source.Row]) -> Town:
    # A row without a note covers the town's ordinary addresses; noted ones are buildings, floors or exceptions.
    rows = sorted(rows, key=lambda row: bool(row["note"]))
    kana = rows[0]["neighborhood_kana"]
    return Town(
        lg_code=code,
        name=name,
        kana=kana,
        romaji=kana_to_romaji(kana),
        postal_codes=tuple(dict.fromkeys(row["postal_code"] for row in rows)),
        has_chome=any(row["chome"] for row in rows),
        note=rows[0]["note"] or "",
    )


def _town_place(row: source.Row) -> Place:
    return Place(
        row["postal_code"],
        source.full_code(row["jisx0402"]),
        row["prefecture"],
        row["city"],
        row["neighborhood"],
        row["prefecture_kana"],
        row["city_kana"],
        row["neighborhood_kana"],
        has_chome=row["chome"],
        note=row["note"] or "",
    )


def _office_place(row: source.Row) -> Place:
    return Place(
        row["postal_code"],
        source.full_code(row["jis"]),
        row["prefecture"],
        row["city"],
        row["neighborhood"],
        row["prefecture_kana"],
        row["city_kana"],
        row["neighborhood_kana"],
        office=row["name"],
        lot=row["banchi"],
    )
