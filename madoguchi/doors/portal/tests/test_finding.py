"""A person types the words they have; the procedure is found."""

import pytest
from django.utils import translation

from madoguchi.doors.portal.finding import find, often

from .town import PROCEDURES


def codes(query: str) -> list[str]:
    return [procedure.code for procedure in find(PROCEDURES, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("転入届", "move-in"),
        ("てんにゅう", "move-in"),
        ("テンニュウ", "move-in"),
        ("ﾃﾝﾆｭｳ", "move-in"),
        ("住民票", "move-in"),
        ("児童手当", "child-allowance"),
        ("あかちゃん", "child-allowance"),
        ("お年寄り", "care-assessment"),
        ("高齢者支援課", "care-assessment"),
        ("児童手当法", "child-allowance"),
    ],
)
def test_a_word_finds_its_procedure_first(query, first):
    assert codes(query)[0] == first


def test_the_name_comes_before_the_rest():
    assert codes("転入") == ["move-in", "child-allowance"]
    assert codes("児童手当") == ["child-allowance"]


def test_every_word_must_be_there():
    assert codes("転入 児童手当") == ["child-allowance"]
    assert codes("転入　相撲") == []


def test_no_words_find_all():
    assert codes("") == codes("　 ") == [procedure.code for procedure in PROCEDURES]


def test_a_life_event_is_found_in_the_language_of_the_page():
    assert codes("pregnancy") == []
    with translation.override("en"):
        assert codes("Pregnancy") == ["child-allowance"]
    with translation.override("ko"):
        assert codes("이사") == ["move-in", "child-allowance"]


def test_the_examples_are_different_procedures():
    examples = [procedure.code for procedure in often(PROCEDURES)]
    assert examples == ["move-in", "child-allowance", "care-assessment"]
    assert often(()) == []
