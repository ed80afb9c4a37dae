"""Postal codes and towns of a real city."""

import csv
from pathlib import Path

import pytest

from madoguchi.engines.places import source
from madoguchi.engines.places.api import (
    UnknownPlaceError,
    check_town,
    municipalities,
    municipality,
    postal,
    suggest_towns,
    towns,
)
from madoguchi.foundation.codes import valid_lg_code

YOTSUKAIDO = "122289"
TOWNS = Path(__file__).resolve().parents[4].parent / "shared/town/towns.csv"


def published():
    with TOWNS.open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["town"]]


def test_the_thirty_five_towns_of_yotsukaido():
    rows = [
        (row["lg_code6"], row["town"], row["town_kana"], row["postal_code"], row["has_chome"] == "1")
        for row in published()
    ]
    assert len(rows) == 35
    assert [(t.lg_code, t.name, t.kana, t.postal_code, t.has_chome) for t in towns(YOTSUKAIDO)] == rows


def test_romaji_agrees_with_japan_posts():
    assert [town.romaji for town in towns(YOTSUKAIDO)] == [row["town_romaji"].replace(" ", "") for row in published()]


def test_municipality_by_either_length_of_code():
    city = municipality(YOTSUKAIDO)
    assert (city.prefecture, city.name, city.kana, city.code) == ("千葉県", "四街道市", "ヨツカイドウシ", YOTSUKAIDO)
    assert municipality("12228") == city
    for wrong in ("122288", "99999", "", "1222890"):
        with pytest.raises(UnknownPlaceError, match="市区町村コード"):
            municipality(wrong)


def test_every_municipality_has_a_valid_code_and_towns():
    every = municipalities()
    assert len(every) > 1_880
    assert all(valid_lg_code(each.code) for each in every)
    assert [each.code for each in every] == sorted(each.code for each in every)
    assert len({each.prefecture for each in every}) == 47


@pytest.mark.parametrize("prefix", ["四街道", "千葉県四街道", "ヨツカイド", "よつかいどう"])
def test_finding_a_municipality(prefix):
    assert [each.code for each in municipalities(prefix)] == [YOTSUKAIDO]


def test_counties_and_wards_may_be_left_out():
    assert [each.name for each in municipalities("酒々井")] == ["印旛郡酒々井町"]
    assert municipalities("酒々井")[0].short_name == "酒々井町"
    assert "千葉市花見川区" in [each.name for each in municipalities("花見川区")]
    assert len(municipalities("中央区", limit=3)) == 3
    assert municipality("12211").short_name == "成田市"


@pytest.mark.parametrize("code", ["2840043", "284-0043", "〒２８４－００４３", " 284 0043 "])
def test_a_postal_code_in_any_notation(code):
    (place,) = postal(code)
    assert (place.city, place.town, place.lg_code, place.has_chome) == ("四街道市", "めいわ", YOTSUKAIDO, True)


def test_a_code_of_one_receiver_and_codes_of_several_towns():
    (hall,) = postal("284-8555")
    assert (hall.office, hall.town, hall.lot) == ("四街道市役所", "鹿渡", "無番地")
    assert len({(place.city, place.town) for place in postal("498-0000")}) > 1
    assert postal("0000000") == []
    assert postal("284") == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("めいわ", "めいわ"),
        ("鹿放ヶ丘", "鹿放ケ丘"),
        ("鹿放が丘", "鹿放ケ丘"),
        ("大字吉岡", "吉岡"),
        ("さちケ丘", "さちが丘"),
        ("旭ｹ丘", "旭ケ丘"),
        ("めいは", None),
        ("", None),
    ],
)
def test_checking_a_town(written, name):
    found = check_town(YOTSUKAIDO, written)
    assert (found.name if found else None) == name


def test_suggestions_while_typing():
    def names(text):
        return [town.name for town in suggest_towns(YOTSUKAIDO, text)]

    assert names("み") == ["みのり町", "みそら"]
    assert names("めい") == names("meiw") == names("メイワ") == ["めいわ"]
    assert names("丘") == ["さつきケ丘", "鹿放ケ丘", "旭ケ丘", "さちが丘", "美しが丘"]
    assert names("") == []
    assert len(suggest_towns(YOTSUKAIDO, "か", limit=2)) == 2


def test_towns_shared_by_two_municipalities_are_found_in_both():
    both = {place.lg_code for place in postal("498-0000")}
    for code in both:
        assert "4980000" in {row["postal_code"] for row in source.rows_of_municipality(code[:5])}
