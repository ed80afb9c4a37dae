"""Checks of a line's places against the postal data. Codes that no municipality has (samples, old ones) pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from madoguchi.engines.places.api import Municipality, UnknownPlaceError, check_town, municipality, postal

from .faults import Fault
from .values import postal_code

Cells = Callable[[str], str]
AFTER_TOWN = re.compile(r"(?:[0-9０-９一二三四五六七八九十百]+丁目)?$")
OTHERS = (
    ("転入前住所_市区町村コード", "転入前住所_都道府県", "転入前住所_市区郡町村名"),
    ("転出先住所（確定）_市区町村コード", "転出先住所（確定）_都道府県", "転出先住所（確定）_市区郡町村名"),
)


def place_faults(line: int, cell: Cells, lg_code: str) -> Iterator[Fault]:
    """The faults of the places of one line."""
    for name in ("市区町村コード", "住所_市区町村コード"):
        if cell(name) != lg_code:
            yield Fault(
                line,
                name,
                cell(name),
                f"取込み先の市区町村コード（{lg_code}）と違います。",
                "ほかの団体のデータではないか確かめてください。",
            )
    if found := known(cell("住所_市区町村コード")):
        yield from own_faults(line, cell, found)
    for names in OTHERS:
        yield from name_faults(line, cell, *names)


def own_faults(line: int, cell: Cells, found: Municipality) -> Iterator[Fault]:
    """The town's own address: names as in the postal data, a town that exists, its postal code."""
    yield from name_faults(line, cell, "住所_市区町村コード", "住所_都道府県", "住所_市区郡町村名")
    town, code = cell("住所_町字"), postal_code(cell("住所_郵便番号"))
    codes = postal_codes(found.code, town)
    if codes is None:
        yield Fault(line, "住所_町字", town, f"{found.name}にない町字です。", "町字の表記を確かめてください。")
    elif code and code not in codes and not is_office(code, found.code):
        right = "・".join(codes[:3])
        yield Fault(
            line,
            "住所_郵便番号",
            cell("住所_郵便番号"),
            f"{town}の郵便番号ではありません。",
            f"郵便番号は{right}です。",
        )


def name_faults(line: int, cell: Cells, code: str, prefecture: str, city: str) -> Iterator[Fault]:
    """The names that stand beside a code are those of that municipality (where the line splits the address)."""
    found = known(cell(code))
    if found is None:
        return
    if cell(prefecture) and cell(city) and cell(prefecture) != found.prefecture:
        yield Fault(
            line,
            prefecture,
            cell(prefecture),
            f"市区町村コード（{found.code}：{found.prefecture}{found.name}）と合いません。",
            "コードか名称を確かめてください。",
        )
    if cell(city) and cell(city) not in {found.name, found.short_name}:
        yield Fault(
            line,
            city,
            cell(city),
            f"市区町村コード（{found.code}：{found.prefecture}{found.name}）と合いません。",
            "コードか名称を確かめてください。",
        )


@lru_cache(maxsize=5000)
def known(code: str) -> Municipality | None:
    """The municipality of a code, or None."""
    try:
        return municipality(code) if code else None
    except UnknownPlaceError:
        return None


@lru_cache(maxsize=20_000)
def postal_codes(lg_code: str, town: str) -> tuple[str, ...] | None:
    """The postal codes of a 町字 (with or without its 丁目), or None where the municipality has none of that name."""
    found = check_town(lg_code, town) or check_town(lg_code, AFTER_TOWN.sub("", town))
    return found.postal_codes if found else None


@lru_cache(maxsize=5000)
def is_office(code: str, lg_code: str) -> bool:
    """Whether the code is that of one large receiver of the municipality (大口事業所)."""
    return any(place.office and place.lg_code == lg_code for place in postal(code))
