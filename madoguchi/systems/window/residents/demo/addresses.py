"""Addresses: real towns, lots that nobody has."""

from __future__ import annotations

import re
from functools import cache

from madoguchi.engines.people.api import Address
from madoguchi.engines.places import api as places
from madoguchi.foundation.text import int_to_kanji
from madoguchi.foundation.towns.models import Town

from .dice import Dice, Table

INVENTED = ("陽だまり", "青空台", "若葉野", "こもれび", "みずべ", "花野", "風見丘", "月見原")
BUILDINGS = (
    "見本ハイツ",
    "コーポ架空",
    "サンプルコート",
    "メゾン仮名",
    "例示荘",
    "グランド見本",
    "ハイム作例",
    "仮想レジデンス",
)
NEAR = {
    "千葉市": 30, "佐倉市": 14, "八街市": 5, "酒々井": 3, "印西市": 3, "成田市": 4, "船橋市": 8, "市川市": 5,
    "習志野市": 4, "八千代市": 6, "市原市": 4, "富里市": 2, "東金市": 2, "松戸市": 4, "柏市": 3, "江戸川区": 5,
    "江東区": 4, "世田谷区": 3, "足立区": 3, "さいたま市": 3, "横浜市": 4, "川崎市": 3, "札幌市": 1, "仙台市": 1,
    "名古屋市": 1, "大阪市": 2, "福岡市": 1,
}  # fmt: skip
ODD = re.compile("[0-9０-９〜～、（(]")
"""Names in the postal data that stand for more than one town."""
FAR = 12
EVERY = 13


class Gazetteer:
    """Where the people of a town live, come from and go to."""

    def __init__(self, town: Town) -> None:
        self.city = {"prefecture": town.prefecture, "city": town.name, "lg_code": town.lg_code}
        self.towns = Table([(place, 3.0 if place[2] else 1.0) for place in places_of(town.lg_code)])

    def home(self, dice: Dice, *, flat: bool) -> Address:
        """An address in the town; a flat has a building and a room (方書)."""
        name, postal_code, has_chome = self.towns.draw(dice)
        if has_chome:
            name += f"{int_to_kanji(dice.between(1, 4))}丁目"
        building = f"{dice.pick(BUILDINGS)}{dice.between(1, 9)}{dice.between(1, 12):02}" if flat else ""
        return Address(**self.city, town=name, lot=lot(dice, has_chome), building=building, postal_code=postal_code)

    def domicile(self, dice: Dice) -> dict[str, str]:
        """本籍: in the town, nearby or anywhere in the country."""
        if dice.chance(0.35):
            name, _, has_chome = self.towns.draw(dice)
            place = Address(**self.city, town=name)
        else:
            place, has_chome = elsewhere(dice, far=0.6), False
        return {
            "domicile": f"{place.prefecture}{place.city}{place.town}",
            "domicile_town": place.town,
            "domicile_lot": lot(dice, has_chome),
            "domicile_lg_code": place.lg_code,
        }


def lot(dice: Dice, residential: bool) -> str:
    """番地号 far above those in use."""
    if residential:
        return f"{dice.between(80, 99)}番{dice.between(1, 40)}号"
    return f"{dice.between(9000, 9999)}番地{dice.between(1, 60)}"


@cache
def places_of(lg_code: str) -> list[tuple[str, str, bool]]:
    """Towns, postal codes and whether they have 丁目; invented ones for an invented municipality."""
    try:
        found = places.towns(lg_code)
    except places.UnknownPlaceError:
        return [(name, "9999999", name.endswith("台")) for name in INVENTED]
    plain = [town for town in found if not ODD.search(town.name)]
    return [(town.name, town.postal_code, town.has_chome) for town in plain or found]


@cache
def neighbours() -> Table[places.Municipality]:
    """Municipalities that people move from and to, by rough weight."""
    pairs: list[tuple[places.Municipality, float]] = []
    for prefix, weight in NEAR.items():
        found = places.municipalities(prefix)
        pairs += [(municipality, weight / len(found)) for municipality in found]
    return Table(pairs)


@cache
def far_away() -> list[places.Municipality]:
    """Every thirteenth municipality of the country."""
    return places.municipalities()[::EVERY]


def elsewhere(dice: Dice, far: float = FAR / 100) -> Address:
    """An address in another municipality."""
    there = dice.pick(far_away()) if dice.chance(far) else neighbours().draw(dice)
    name, postal_code, has_chome = dice.pick(places_of(there.code))
    return Address(
        prefecture=there.prefecture,
        city=there.name,
        town=name,
        lot=lot(dice, has_chome),
        postal_code=postal_code,
        lg_code=there.code,
    )
