"""Characters as a reader counts them, and numbers in kanji."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.text import clusters, int_to_kanji, kanji_to_int, length, strip_variation_selectors


def test_a_selector_belongs_to_its_character():
    name = "渡邉\U000e0107𠮷\ufe00が"
    assert clusters(name) == ["渡", "邉\U000e0107", "𠮷\ufe00", "が"]
    assert length(name) == 4
    assert strip_variation_selectors(name) == "渡邉𠮷が"
    assert length("か\u3099") == 1


@settings(deadline=None)
@given(st.text(max_size=20))
def test_clusters_lose_nothing(text):
    assert "".join(clusters(text)) == text


@settings(deadline=None)
@given(st.integers(0, 9999))
def test_kanji_numbers_read_back(number):
    assert kanji_to_int(int_to_kanji(number)) == number


@pytest.mark.parametrize(
    ("text", "number"), [("二十一", 21), ("百二", 102), ("一九八二", 1982), ("〇", 0), ("千百十", 1110)]
)
def test_reading_kanji_numbers(text, number):
    assert kanji_to_int(text) == number


@pytest.mark.parametrize("text", ["", "田", "十百", "一二十", "十十"])
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match="漢数字"):
        kanji_to_int(text)


def test_range():
    with pytest.raises(ValueError, match="9999"):
        int_to_kanji(10_000)
