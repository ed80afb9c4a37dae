"""The judge of the crossing reads names as they come back from a PDF."""

from __future__ import annotations

import pytest

from bench.crossing.judging import flat


@pytest.mark.parametrize(
    ("recorded", "read"),
    [
        ("渡邉　健一", "渡邉\n健 一"),
        ("大\U000e0100　大輔", "大\U000e0100大輔"),
        ("大\U000e0100　大輔", "大大輔"),  # one glyph for a character with its selector and without
    ],
)
def test_a_name_is_the_same_however_it_is_read_back(recorded: str, read: str) -> None:
    assert flat(recorded) == flat(read)


def test_another_name_is_another() -> None:
    assert flat("渡邉　健一") != flat("渡辺　健一")
