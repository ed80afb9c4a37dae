"""Numbers as people and addresses write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.text import row_number


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_every_row_has_a_number_that_is_read(number: int) -> None:
    assert row_number(str(number)) == number


@pytest.mark.parametrize("text", ["", "²", "①", "１２", "٣", "-1", "1.0", " 1", "1_000", "9" * 19, "0x1f"])
def test_what_is_no_number_of_a_row_is_none(text: str) -> None:
    assert row_number(text) is None


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    row_number(text)
