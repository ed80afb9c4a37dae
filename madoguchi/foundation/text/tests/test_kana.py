"""Readings as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.text import fold_kana, to_fullwidth, to_halfwidth


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("わたなべ　たろう", "ワタナベタロウ"), ("ﾜﾀﾅﾍﾞ", "ワタナベ"), ("ハットリ", "ハツトリ"),
        ("きょうこ", "キヨウコ"), ("ローラ", "ロラ"),
        ("ヴァイオレット", "バイオレツト"), ("ｳﾞｨｵﾗ", "ビオラ"), ("ヴ", "ブ"), ("ミチヅレ", "ミチズレ"),
        ("チヂミ", "チジミ"), ("みすゞ", "ミスズ"),
        ("ジョン・スミス", "ジヨンスミス"), ("カヲル", "カオル"), ("ヶ", "ケ"), ("オオノ", "オオノ"),
        ("コ-ヒ－", "コヒ"), ("タヾシ", "タダシ"),
    ],
)  # fmt: skip
def test_folding(typed, folded):
    assert fold_kana(typed) == folded


def test_long_vowels_written_out_keep_names_apart():
    assert fold_kana("オオノ") != fold_kana("オノ")


@settings(deadline=None)
@given(st.text(max_size=20))
def test_idempotent(text):
    assert fold_kana(fold_kana(text)) == fold_kana(text)


@settings(deadline=None)
@given(st.text(alphabet="ヴゔァぁヽヾゝゞｶﾊﾞﾟー\u3099\u309aかハッゎヶ ", max_size=12))
def test_idempotent_on_kana(text):
    assert fold_kana(fold_kana(text)) == fold_kana(text)


def test_widths():
    assert to_fullwidth("ｺｰﾎﾟ 101-A") == "コーポ　１０１－Ａ"
    assert to_halfwidth("コーポ　１０１－Ａ") == "コーポ 101-A"
    assert to_halfwidth("ｺｰﾎﾟ１０１") == "コーポ101"
