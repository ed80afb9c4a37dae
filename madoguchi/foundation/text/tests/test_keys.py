"""Any part of a name of one character or more is found by its terms."""

from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.text import bigrams, index_terms, query_terms


def test_terms_of_a_name():
    assert bigrams("渡辺太郎") == ["渡辺", "辺太", "太郎"]
    assert bigrams("林") == ["林"]
    assert bigrams("ンンンン") == ["ンン"]
    assert bigrams("") == []
    assert index_terms("渡辺") == ["渡辺", "渡", "辺"]
    assert query_terms("辺") == ["辺"]


def test_names_of_one_person_do_not_run_together():
    assert "辺ワ" not in index_terms("渡辺\nワタナベ")
    assert "\n" not in "".join(index_terms("渡辺\nワタナベ\n"))


@settings(deadline=None)
@given(st.text(alphabet="渡辺太郎花子ワタナベ", min_size=1, max_size=12), st.data())
def test_every_part_is_found(folded, data):
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first + 1, len(folded)))
    assert set(query_terms(folded[first:last])) <= set(index_terms(folded))
