"""A small chart of a figure on its way through a year: a bar for each month, a line for a target. Geometry only.

The bars are read without colour too: the present month is filled, those before it are light with an edge, what is
expected is dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

WIDTH, HEIGHT, FLOOR, TOP = 248.0, 104.0, 84.0, 12.0
PITCH, BAR, EDGE = 20.0, 14.0, 4.0
WIDEST, SHARE = 40.0, 0.7
"""The widest bar where few are spread, and how much of its place a bar takes there."""
THINNEST = 1.0
EXPECTED = "none"


@dataclass(frozen=True)
class Step:
    """One month: its value so far, or what is expected of it; None leaves its place empty."""

    label: str
    value: Decimal | None
    expected: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar with the class of its fill and words for a pointer."""

    x: float
    y: float
    height: float
    fill: str
    title: str


@dataclass(frozen=True)
class ProgressChart:
    """A drawing. ``target`` is the height of its line, None where there is no target."""

    bars: tuple[Bar, ...]
    target: float | None
    first: str
    last: str
    alternative: str
    width: float = WIDTH
    height: float = HEIGHT
    floor: float = FLOOR
    bar_width: float = BAR

    @property
    def foresees(self) -> bool:
        """Whether a bar is drawn of what is expected."""
        return any(each.fill == EXPECTED for each in self.bars)


def progress_chart(
    steps: Sequence[Step], *, target: Decimal | None, alternative: str, spread: bool = False
) -> ProgressChart:
    """Draws up to twelve months, or with ``spread`` a few years over the whole width. Values below zero stand on the
    floor as nothing."""
    pitch, width = spread_over(len(steps)) if spread else (PITCH, BAR)
    values = [step.value for step in steps if step.value is not None]
    highest = max([*values, target or Decimal(), Decimal(1)])
    present = max(
        (index for index, step in enumerate(steps) if step.value is not None and not step.expected), default=-1
    )
    bars = [
        bar(
            step, EDGE + pitch * index, highest, EXPECTED if step.expected else "bar" if index == present else "bar old"
        )
        for index, step in enumerate(steps)
        if step.value is not None
    ]
    line = height_of(target, highest) if target is not None else None
    first, last = (steps[0].label, steps[-1].label) if steps else ("", "")
    at = None if line is None else round(FLOOR - line, 1)
    return ProgressChart(tuple(bars), at, first, last, alternative, bar_width=width)


def spread_over(count: int) -> tuple[float, float]:
    """How far bars stand from each other, and how wide they are, so that the last one ends with the drawing."""
    room = WIDTH - 2 * EDGE
    width = round(min(WIDEST, SHARE * room / max(count, 1)), 1)
    return (room - width) / max(count - 1, 1), width


def bar(step: Step, x: float, highest: Decimal, fill: str) -> Bar:
    """The bar of a month."""
    assert step.value is not None
    height = max(height_of(step.value, highest), THINNEST)
    words = f"{step.label}　{step.value.normalize():,f}" + (gettext("（見込み）") if step.expected else "")
    return Bar(round(x, 1), round(FLOOR - height, 1), round(height, 1), fill, words)


def height_of(value: Decimal, highest: Decimal) -> float:
    """How high a value stands over the floor."""
    return max(float(value / highest), 0.0) * (FLOOR - TOP)
