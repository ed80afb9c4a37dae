"""Tests do not hear the language in which others left off."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.mark.parametrize("_", range(2))
def test_each_test_begins_in_japanese(_: int) -> None:
    assert translation.get_language() == "ja"
    translation.activate("en")
