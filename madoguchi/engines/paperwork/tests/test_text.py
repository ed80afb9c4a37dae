"""Our own reader of our own papers sees what another reader sees."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.engines.paperwork import api

from . import reading, samples
from .test_papers import EVERY_PAPER, NAMES


@pytest.mark.parametrize(("template", "make"), EVERY_PAPER, ids=NAMES)
def test_it_reads_what_pypdf_reads(template, make) -> None:
    pdf = api.render(template, make(), timestamp=reading.MOMENT).pdf
    ours, theirs = Counter(reading.squeeze(api.text_of(pdf))), Counter(reading.text(pdf))
    lost = theirs - ours
    assert not {character: count for character, count in lost.items() if not is_variant(character)}


def is_variant(character: str) -> bool:
    """A selector of a variant form, or a sign beyond the basic plane, which another reader may split."""
    return ord(character) >= 0xE0100 or 0xFE00 <= ord(character) <= 0xFE0F


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ-()\\", min_size=4, max_size=24))
def test_whatever_a_serial_is_it_is_found_again(serial: str) -> None:
    pdf = api.render(samples.JUMINHYO, samples.single(serial=serial), timestamp=reading.MOMENT).pdf
    assert serial in api.text_of(pdf)


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 nothing", b"<html>"])
def test_what_is_no_paper_of_ours_is_refused(damage: bytes) -> None:
    with pytest.raises(api.PaperError):
        api.text_of(damage)


def test_a_damaged_paper_is_refused() -> None:
    pdf = api.render(samples.JUMINHYO, samples.single(), timestamp=reading.MOMENT).pdf
    with pytest.raises(api.PaperError):
        api.text_of(pdf.replace(b"/Contents", b"/Kontents"))
