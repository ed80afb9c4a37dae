"""A clerk types the form of a name that the keyboard gives; the person is found all the same."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.text import fold_name, representative, variants_of

IVS = "\U000e0100"


@pytest.mark.parametrize(
    "spellings",
    [
        "高橋 髙橋 髙槗", "渡辺 渡邉 渡邊 渡邉\U000e0107 渡邊\U000e0102 渡辺\ufe00", "山崎 山﨑 山嵜",
        "斉藤 斎藤 齋藤 齊藤", "浜田 濱田 濵田",
        "沢田 澤田", "広瀬 廣瀨 廣瀬", "真田 眞田", "桜井 櫻井", "国分 國分", "吉田 𠮷田", "島田 嶋田 嶌田",
        "富田 冨田", "竜崎 龍﨑",
        "滝沢 瀧澤", "柳 栁", "桑田 桒田", "藪田 薮田 籔田", "館山 舘山", "淵上 渕上 渊上", "曽根 曾根",
        "恵子 惠子", "徳川 德川", "桧山 檜山",
        "黒田 黑田", "関 關", "蔵前 藏前", "神谷 神谷", "佐々木 佐佐木", "角田 ⻆田", "土屋 圡屋", "鴎外 鷗外",
        "松本 枩本", "寿 壽", "尭 堯",
        "さくら サクラ ｻｸﾗ", "いすゞ イスズ いすず", "Müller MULLER ｍｕｌｌｅｒ", "O'Neill O’NEILL Oneill",
        "SMITH　JOHN smithjohn",
    ],
)  # fmt: skip
def test_spellings_of_one_name_fold_alike(spellings):
    assert len({fold_name(spelling) for spelling in spellings.split(" ")}) == 1


def test_common_surname_kanji_stay_different():
    kanji = (
        "田中村山川木林本藤井野原石上下大小高橋谷島崎沢浜辺斉広真桜国池森"
        "岡福西東南北坂阪埼邑惣総昇登玉王書昼師帥切功宍肉升舛柳柏茂"
    )
    assert len({fold_name(char) for char in kanji}) == len(kanji)


@pytest.mark.parametrize(
    ("left", "right"), [("大田", "太田"), ("小野", "大野"), ("河合", "川合"), ("菅", "管"), ("萩原", "荻原")]
)
def test_lookalikes_are_different_names(left, right):
    assert fold_name(left) != fold_name(right)


def test_the_representative_is_the_common_form():
    assert [representative(char) for char in "髙邉邊齋齊濵澤廣眞國﨑𠮷"] == list("高辺辺斉斉浜沢広真国崎吉")


def test_variants_for_the_screen():
    assert variants_of("邉") == ("辺", "邊")
    assert set(variants_of("斎")) == {"斉", "齊", "齋"}
    assert "髙" in variants_of("高")
    assert "𠮷" in variants_of("吉")
    assert variants_of("田") == ()
    assert variants_of("ア") == ()


def test_joining_stays_small():
    """No representative gathers a crowd: the tables are followed one way, never joined by what they share."""
    heads: dict[str, int] = {}
    for code in range(0x4E00, 0xA000):
        head = representative(chr(code))
        heads[head] = heads.get(head, 0) + 1
    assert max(heads.values()) <= 12


def test_representatives_are_fixed_points():
    for code in range(0x4E00, 0xA000):
        head = representative(chr(code))
        assert representative(head) == head
        assert len(head) == 1


@settings(deadline=None)
@given(st.text(max_size=20))
def test_folding_is_idempotent(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@settings(deadline=None)
@given(st.text(alphabet="渡邉邊辺﨑髙々ゝヾｶﾞヴァー　 \U000e0100\ufe00ÉßŁ", max_size=12))
def test_folding_is_idempotent_on_names(text):
    once = fold_name(text)
    assert fold_name(once) == once
    assert unicodedata.is_normalized("NFKC", once)
    assert IVS not in once


def test_folding_is_fast_enough_for_a_city():
    names = ["渡邉　太郎", "齋藤　花子", "髙橋　ヴァネッサ", "佐々木　健一", "SMITH JOHN"] * 2000
    fold_name("".join(names))
    started = time.perf_counter()
    for name in names:
        fold_name(name)
    assert len(names) / (time.perf_counter() - started) > 30_000
