"""Rare kanji: printed in the right form, or reported."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.engines.paperwork import api, fonts, glyphs

from . import reading, samples

HELD = "邉\U000e0100"  # Adobe-Japan1, in the typefaces that are always there
RARE = "邉\U000e0107"  # 文字情報基盤 registers U+E010F and after; no typeface here has this one
NOWHERE = "\U0003134a"  # CJK拡張G
UNUSED = "\U000e0ffe"


@pytest.fixture(autouse=True)
def only_the_bundled_typefaces(monkeypatch):
    monkeypatch.setenv("MADOGUCHI_FONTS", "")
    glyphs.forget()
    yield
    monkeypatch.undo()
    glyphs.forget()


def test_common_names_lack_nothing():
    assert api.missing("渡邉 𠮷野 髙橋 山﨑 NGUYỄN O’Neill ワタナベ　ﾜﾀﾅﾍﾞ 〒284-8555 ①㈱\n") == []


def test_a_variant_form_that_a_typeface_holds_is_printed_as_written():
    assert api.missing(HELD) == []
    paper = api.render(samples.JUMINHYO, samples.single(head=f"渡{HELD} 健一"), timestamp=reading.MOMENT)
    assert f"渡{HELD}健一" in reading.text(paper.pdf)
    assert paper.missing == ()


def test_a_variant_form_that_none_holds_is_printed_plain_and_reported():
    paper = api.render(samples.JUMINHYO, samples.single(head=f"渡{RARE} 健一"), timestamp=reading.MOMENT)
    assert paper.missing == (api.Missing(RARE, ("U+9089", "U+E0107"), "ivs"),)
    assert "世帯主渡邉健一" in reading.text(paper.pdf)
    assert "U+9089 U+E0107" in paper.missing[0].message


def test_a_character_that_none_holds_is_printed_as_geta_and_reported():
    paper = api.render(samples.JUMINHYO, samples.single(head=f"{NOWHERE}田 健一"), timestamp=reading.MOMENT)
    assert paper.missing == (api.Missing(NOWHERE, ("U+3134A",), "glyph"),)
    assert "世帯主〓田健一" in reading.text(paper.pdf)
    assert "〓" in paper.missing[0].message


def test_each_form_is_reported_once_in_order_of_reading():
    data = {"name": f"{RARE}{NOWHERE}", "kin": [{"name": RARE}, {"name": NOWHERE + "\U000e0100"}]}
    ready = glyphs.prepare(data)
    assert [(lack.cluster, lack.kind) for lack in ready.missing] == [
        (RARE, "ivs"),
        (NOWHERE, "glyph"),
        (NOWHERE + "\U000e0100", "glyph"),
    ]
    assert ready.data == {"name": "邉〓", "kin": [{"name": "邉"}, {"name": "〓"}]}


def test_a_form_that_only_one_family_holds_is_sent_to_it(monkeypatch):
    rare = fonts.Coverage(fonts.IPAMJ, frozenset({ord("邉"), ord("渡")}), frozenset({(ord("邉"), 0xE0107)}))
    known = fonts.coverages()
    monkeypatch.setattr(fonts, "coverages", lambda: (rare, *known))
    glyphs._lack.cache_clear()
    ready = glyphs.prepare([f"渡{RARE}", f"渡{HELD}"])
    assert ready.missing == ()
    assert ready.routes == {fonts.IPAMJ: [RARE], fonts.SERIF: [HELD]}


@settings(deadline=None)  # the first example opens the typefaces
@given(st.text(alphabet=st.sampled_from(f"渡邉𠮷a \n#{NOWHERE}\U000e0100\U000e0107\ufe00\u3000")))
def test_whatever_is_written_comes_out_printable_and_nothing_vanishes_unreported(text):
    ready = glyphs.prepare(text)
    assert api.missing(ready.data) == []
    assert list(ready.missing) == api.missing(text)
    if not ready.missing:
        assert ready.data == text
    assert len(ready.data) + sum(text.count(lack.cluster) for lack in ready.missing) >= len(text)
