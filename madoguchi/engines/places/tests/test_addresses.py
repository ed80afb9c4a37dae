"""Addresses as people write them on forms."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.engines.places.api import AddressParts, UnknownPlaceError, format_lot, split_address, towns

YOTSUKAIDO = "122289"


@pytest.mark.parametrize(
    "text",
    [
        "四街道市めいわ三丁目98番12号",
        "千葉県四街道市めいわ3丁目98番12号",
        "〒284-0043 千葉県四街道市めいわ三丁目98番12号",
        "四街道市めいわ３－９８－１２",
        "四街道市めいわ3ー98ー12",
        "千葉県 四街道市 めいわ 3丁目 98-12",
        "四街道市めいわ三丁目九十八番十二号",
        "めいわ3-98-12",
    ],
)
def test_one_house_in_many_notations(text):
    parts = split_address(text, within=YOTSUKAIDO)
    assert (parts.prefecture, parts.city, parts.lg_code) == ("千葉県", "四街道市", YOTSUKAIDO)
    assert (parts.town, parts.chome, parts.town_chome) == ("めいわ", 3, "めいわ三丁目")
    assert format_lot(parts.lot, residential=True) == "98番12号"
    assert (parts.postal_code, parts.building) == ("2840043", "")


@pytest.mark.parametrize(
    ("text", "town_chome", "lot", "building"),
    [
        ("四街道市鹿渡無番地", "鹿渡", "無番地", ""),
        ("四街道市大日９８１２番地の６", "大日", "9812番地の6", ""),
        ("四街道市大字吉岡字西谷津123番地4", "吉岡", "字西谷津123番地4", ""),
        ("四街道市四街道1-5-3コーポ二番館101号", "四街道一丁目", "5-3", "コーポ二番館101号"),
        ("四街道市めいわ三丁目98番12号　ハイツ一号館　２０３", "めいわ三丁目", "98番12号", "ハイツ一号館 203"),
        ("四街道市中央九十八番地", "中央", "98番地", ""),
        ("四街道市中台12", "中台", "12", ""),
        ("四街道市めいわ3丁目", "めいわ三丁目", "", ""),
        ("四街道市鹿放が丘 100-1", "鹿放ケ丘", "100-1", ""),
        ("四街道市めいわ12345丁目", "めいわ", "12345", "丁目"),
        ("四街道市未知町12-3", "未知町", "12-3", ""),
        ("四街道市", "", "", ""),
    ],
)
def test_parts_of_an_address(text, town_chome, lot, building):
    parts = split_address(text)
    assert (parts.town_chome, parts.lot, parts.building) == (town_chome, lot, building)
    assert parts.city == "四街道市"


@pytest.mark.parametrize(
    ("text", "prefecture", "city", "town_chome", "lot"),
    [
        ("府中市宮町2丁目24番地", "東京都", "府中市", "宮町二丁目", "24番地"),
        ("府中市府川町315", "広島県", "府中市", "府川町", "315"),
        ("札幌市中央区北1条西2丁目 1-1", "北海道", "札幌市中央区", "北一条西二丁目", "1-1"),
        ("竜ヶ崎市馴柴町1番地", "茨城県", "龍ケ崎市", "馴柴町", "1番地"),
        ("酒々井町中央台4-11", "千葉県", "印旛郡酒々井町", "中央台四丁目", "11"),
        ("横浜市中区本町六丁目５０番地の10", "神奈川県", "横浜市中区", "本町六丁目", "50番地の10"),
        ("東京都千代田区丸の内2-7-3 東京ビル", "東京都", "千代田区", "丸の内二丁目", "7-3"),
    ],
)
def test_addresses_of_other_places(text, prefecture, city, town_chome, lot):
    parts = split_address(text)
    assert (parts.prefecture, parts.city, parts.town_chome, parts.lot) == (prefecture, city, town_chome, lot)
    assert parts.town_known


def test_a_name_that_two_cities_share_stays_open_without_a_town():
    assert split_address("府中市どこか1-2").lg_code == ""


def test_what_is_no_japanese_address_is_kept():
    assert split_address("12 Main Street, New York").building or split_address("12 Main Street, New York").lot
    assert split_address("") == AddressParts()
    with pytest.raises(UnknownPlaceError):
        split_address("めいわ3-98-12", within="000000")


def test_every_town_of_the_city():
    for town in towns(YOTSUKAIDO):
        parts = split_address(f"四街道市{town.name}123番地4")
        assert (parts.town, parts.lot, parts.postal_code) == (town.name, "123番地4", town.postal_code)
        assert split_address(f"四街道市{town.name}2-34-5").chome == (2 if town.has_chome else None)


@settings(deadline=None)
@given(
    st.sampled_from(["", "四街道市", "千葉県四街道市 "]),
    st.text(alphabet="めいわ鹿渡丁目番地号字の-0123456789 コーポ", max_size=20),
)
def test_no_digit_is_lost(city, text):
    parts = split_address(city + text, within=YOTSUKAIDO)
    again = f"{parts.town}{parts.chome or ''}{parts.lot}{parts.building}"
    written = re.sub(r"^\s*\d{3}-?\d{4}(?![\d-])", "", city + text)
    assert re.sub(r"\D", "", again).lstrip("0") == re.sub(r"\D", "", written).lstrip("0")


@pytest.mark.parametrize(
    ("text", "residential", "lot"),
    [
        ("98-12", True, "98番12号"),
        ("98-12", False, "98番地12"),
        ("98-12", None, "98-12"),
        ("９８番１２号", None, "98番12号"),
        ("９８番１２", None, "98番12号"),
        ("9812番地の6", None, "9812番地6"),
        ("9812番地ノ6", None, "9812番地6"),
        ("9812番地６", True, "9812番地6"),
        ("九十八番地の六", None, "98番地6"),
        ("98の12", False, "98番地12"),
        ("98-12-101", True, "98番12号-101"),
        ("123", False, "123番地"),
        ("１番地", None, "1番地"),
        ("無番地", None, "無番地"),
        ("", None, ""),
    ],
)
def test_one_notation_for_lots(text, residential, lot):
    assert format_lot(text, residential=residential) == lot
    assert format_lot(lot, residential=residential) == lot
