"""The mark of who takes a file: in words where the format has room for them, else in the order of the lines. Pure."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Line = TypeVar("Line")
SURE, LIKELY = 5.0, 3.0
"""In standard deviations of chance: one in three million files of others looks so, and one in a thousand."""


@dataclass(frozen=True)
class Mark:
    """Whose copy it is. ``words`` is one line for people; ``token`` decides the order of the lines."""

    number: str
    taker: str
    taken_on: str
    token: bytes

    @property
    def words(self) -> str:
        """For a heading, a footing or a comment."""
        return f"{self.number}　{self.taker}　{self.taken_on}"

    def moves(self, key: str) -> bool:
        """Whether the line with this key lets the next one pass: for half of the keys, another half for each copy."""
        return bool(hmac.digest(self.token, key.encode(), "sha256")[0] & 1)

    def ordered(
        self, lines: Iterable[Line], *, key: Callable[[Line], str], apart: Callable[[Line, Line], bool]
    ) -> Iterator[Line]:
        """The same lines, with some neighbours exchanged as this copy's token says.

        A line is at most one place from where it stood. ``apart``: whether two neighbours may be exchanged, e.g.
        because they are of different persons. Who knows the usual order can tell from any longer part whose copy it
        was, also after the file was saved in another format; sorting the lines wipes it out.
        """
        following = iter(lines)
        for held in following:
            while True:
                after = next(following, None)
                if after is None:
                    yield held
                    return
                if apart(held, after) and self.moves(key(held)):
                    yield after
                    yield held
                    break
                yield held
                held = after


def likeness(mark: Mark, moved: Iterable[str]) -> float:
    """How many of the lines that stand behind a later one this mark would have moved: 1.0 for its own copy, about a
    half for others.
    """
    keys = list(moved)
    return sum(map(mark.moves, keys)) / len(keys) if keys else 0.0


def beyond_chance(likeness: float, lines: int) -> float:
    """How far a likeness found in so many lines is from what another's copy shows, in standard deviations of chance."""
    return (likeness - 0.5) * 2 * math.sqrt(lines)
