"""Chance that comes out the same for the same seed."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
BLOCK = 1 << 16


class Dice:
    """Draws from one NumPy generator, in blocks: a draw of one number costs as little as a step of an iterator."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.units: Iterator[float] = iter(())

    def unit(self) -> float:
        """A number in ``[0, 1)``."""
        for value in self.units:
            return value
        self.units = iter(self.generator.random(BLOCK).tolist())
        return next(self.units)

    def chance(self, probability: float) -> bool:
        """True as often as that."""
        return self.unit() < probability

    def below(self, count: int) -> int:
        """An integer from 0 to ``count - 1``."""
        return int(self.unit() * count)

    def between(self, first: int, last: int) -> int:
        """An integer, both ends included."""
        return first + int(self.unit() * (last - first + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self.unit() * len(items))]

    def around(self, middle: float, spread: float) -> float:
        """A number near the middle, bell-shaped, at most three spreads away."""
        return middle + spread * 2 * (self.unit() + self.unit() + self.unit() - 1.5)

    def waiting(self, mean: float) -> float:
        """How long until something that happens once in ``mean`` on average."""
        return -mean * math.log1p(-self.unit())

    def day(self, first: date, last: date) -> date:
        """A day, both ends included; the first where the last lies before it."""
        return first + timedelta(self.below(max((last - first).days, 0) + 1))


class Table(Generic[T]):
    """Items that are drawn by weight."""

    def __init__(self, weights: dict[T, float] | Sequence[tuple[T, float]]) -> None:
        pairs = list(weights.items() if isinstance(weights, dict) else weights)
        self.items = [item for item, _ in pairs]
        self.edges = list(accumulate(weight for _, weight in pairs))

    def draw(self, dice: Dice) -> T:
        """One item."""
        return self.items[bisect_right(self.edges, dice.unit() * self.edges[-1])]
