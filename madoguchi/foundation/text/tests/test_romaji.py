"""Names in Latin letters: passports, 訓令式, and what people write on cards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.text import fold_romaji, kana_to_romaji, looks_like_romaji


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [
        ("オオノ", "ONO"), ("シンタロウ", "SHINTARO"), ("ハットリ", "HATTORI"), ("ハッチョウ", "HATCHO"),
        ("ホンマ", "HOMMA"),
        ("シンバシ", "SHIMBASHI"), ("イノウエ", "INOUE"), ("マツウラ", "MATSUURA"), ("タケノウチ", "TAKENOUCHI"),
        ("コウチ", "KOCHI"),
        ("セノオ", "SENOO"), ("オオオカ", "OOKA"), ("ヨウコ", "YOKO"), ("ユウキ", "YUKI"), ("ニイガタ", "NIIGATA"),
        ("ニーナ", "NINA"),
        ("ジュンイチ", "JUNICHI"), ("チヂワ", "CHIJIWA"), ("ファン", "FAN"), ("ティナ", "TINA"),
        ("わたなべ　たろう", "WATANABE TARO"),
        ("ｻｲﾄｳ", "SAITO"), ("シェリー", "SHERI"),
    ],
)  # fmt: skip
def test_passport_spelling(kana, romaji):
    assert kana_to_romaji(kana) == romaji


@pytest.mark.parametrize(
    "spellings",
    [
        "ohno ono oono Ōno ônô OUNO", "shin'ichi shinichi sinichi SHINITI", "tsuchiya tutiya", "jun zyun jyun",
        "matchi macchi matti",
        "homma honma", "satoh satou sato", "chiba tiba", "fujii huzii", "shimbashi sinbasi", "syouko shoko",
        "yuuki yuki yuhki",
        "watanabe ＷＡＴＡＮＡＢＥ Watanabe", "jean-pierre jeanpierre", "José JOSE", "vanessa banessa",
    ],
)  # fmt: skip
def test_spellings_fold_alike(spellings):
    assert len({fold_romaji(spelling) for spelling in spellings.split(" ")}) == 1


@pytest.mark.parametrize(("left", "right"), [("ono", "ino"), ("hara", "kara"), ("yohei", "yoei"), ("iida", "ida")])
def test_different_names_stay_different(left, right):
    assert fold_romaji(left) != fold_romaji(right)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ohno", True), ("O'Neill-Sato", True), ("大野", False), ("S55.4", False), ("", False), ("-", False)],
)
def test_recognising_romaji(text, answer):
    assert looks_like_romaji(text) is answer


@settings(deadline=None)
@given(st.text(alphabet="abcdefhijklmnoprstuvwyzōÉ' -", max_size=14))
def test_folding_is_idempotent(text):
    assert fold_romaji(fold_romaji(text)) == fold_romaji(text)


KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガジズブプャュョッー"


@settings(deadline=None)
@given(st.text(alphabet=KANA, max_size=10))
def test_any_kana_becomes_plain_capitals(kana):
    romaji = kana_to_romaji(kana)
    assert romaji.isascii() or set("ャュョ") & set(kana)
