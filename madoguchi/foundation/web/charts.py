"""Charts made on the server: geometry only, in the units of a view box; the templates in ``web/charts/`` draw them.

Every chart starts at zero, says in ``alternative`` what it shows, and is drawn beside a table with its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

WIDTH, HEIGHT = 760.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 12.0, 20.0, 34.0
FILLS = ("bar", "bar old", "bar third", "bar fourth")
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Column:
    """One place on the axis: its parts are stacked, those below zero downwards, in the order of the series."""

    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Box:
    """A rectangle with the class of its series and words for a pointer."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    title: str


@dataclass(frozen=True)
class Mark:
    """Words, or a line of the grid, at a place."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A drawing. ``legend``: fill and name of each series."""

    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    grid: tuple[Mark, ...]
    legend: tuple[tuple[str, str], ...]
    alternative: str
    zero: float
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT


def columns(series: Sequence[str], points: Sequence[Column], *, alternative: str, every: int = 1) -> Chart:
    """Stacked columns above and below zero; a label stands under every ``every``-th."""
    highest = max((sum(part for part in point.parts if part > 0) for point in points), default=0)
    lowest = min((sum(part for part in point.parts if part < 0) for point in points), default=0)
    step = round_step((highest - lowest) / 4)
    top, low = ceil_to(highest, step), -ceil_to(-lowest, step)
    place = scale(top, low)
    wide = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    boxes = [
        box for index, point in enumerate(points) for box in stack(series, point, LEFT + wide * index, wide, place)
    ]
    labels = [
        Mark(LEFT + wide * (index + 0.5), HEIGHT - 10, point.label)
        for index, point in enumerate(points)
        if index % every == 0
    ]
    grid = [Mark(LEFT - 8, place(value), f"{value:,}".replace("-", "−"), "end") for value in range(low, top + 1, step)]
    return Chart(tuple(boxes), tuple(labels), tuple(grid), legend(series), alternative, place(0))


def stack(series: Sequence[str], point: Column, x: float, wide: float, place: Scale) -> Iterable[Box]:
    """The boxes of one column."""
    up = down = 0
    for name, part, fill in zip(series, point.parts, FILLS, strict=False):
        if not part:
            continue
        begin = up if part > 0 else down
        end = begin + part
        up, down = (end, down) if part > 0 else (up, end)
        y, bottom = place(max(begin, end)), place(min(begin, end))
        yield Box(x + wide * 0.15, y, wide * 0.7, max(bottom - y, 1.0), fill, f"{point.label}　{name} {part:,}")


@dataclass(frozen=True)
class Scale:
    """From figures to places."""

    top: int
    low: int

    def __call__(self, value: float) -> float:
        span = max(self.top - self.low, 1)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (self.top - value) / span, 1)


def scale(top: int, low: int) -> Scale:
    """The scale of a chart that reaches from ``low`` to ``top``."""
    return Scale(top, low)


def legend(series: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Fill and name of each series; none for a single one."""
    return tuple(zip(FILLS, series, strict=False)) if len(series) > 1 else ()


def round_step(rough: float) -> int:
    """The least round number of 1, 2, 2.5, 5 × 10ⁿ (whole) that is not below a rough step."""
    power = 1
    while True:
        for part in STEPS:
            step = part * power
            if step >= rough and step == int(step):
                return int(step)
        power *= 10


def ceil_to(value: int, step: int) -> int:
    """The least multiple of the step that is not below a value of zero or more."""
    return -(-value // step) * step


@dataclass(frozen=True)
class Rung:
    """One age class of a pyramid: men and women, and how many of each are of a second kind, drawn lighter."""

    label: str
    men: int
    women: int
    second_men: int = 0
    second_women: int = 0


MIDDLE, RUNG, SIDE = 380.0, 14.0, 316.0
NAME_WIDTH = 26.0


def pyramid(rungs: Sequence[Rung], *, names: tuple[str, str, str, str], alternative: str) -> Chart:
    """An age pyramid, the youngest at the bottom. ``names``: men, women, and what the dark and the light part are."""
    step = round_step(max((max(rung.men, rung.women) for rung in rungs), default=1) / 3 or 1)
    top = step * 3
    height = RUNG * len(rungs) + 44
    boxes, marks = [], [Mark(MIDDLE - 160, 14, names[0]), Mark(MIDDLE + 160, 14, names[1])]
    for index, rung in enumerate(reversed(rungs)):
        y = 22 + RUNG * index
        boxes += [*side(rung, y, top, -1, names), *side(rung, y, top, 1, names)]
        marks.append(Mark(MIDDLE, y + RUNG - 2.5, rung.label if (len(rungs) - 1 - index) % 2 == 0 else ""))
    grid = [
        Mark(round(MIDDLE + sign * (NAME_WIDTH + SIDE * value / top), 1), height - 8, f"{value:,}")
        for value in range(0, top + 1, step)
        for sign in (-1, 1)
    ]
    key = ((FILLS[0], names[2]), (FILLS[1], names[3]))
    return Chart(tuple(boxes), tuple(marks), tuple(grid), key, alternative, MIDDLE, WIDTH, height)


def side(rung: Rung, y: float, top: int, sign: int, names: tuple[str, str, str, str]) -> Iterable[Box]:
    """The two boxes of one side of a rung."""
    total, second, name = (
        (rung.men, rung.second_men, names[0]) if sign < 0 else (rung.women, rung.second_women, names[1])
    )
    unit = SIDE / top
    first = (total - second) * unit
    for begin, length, fill, count, kind in zip_longest(
        (0.0, first), (first, second * unit), FILLS[:2], (total - second, second), names[2:]
    ):
        if count:
            x = MIDDLE + NAME_WIDTH + begin if sign > 0 else MIDDLE - NAME_WIDTH - begin - length
            yield Box(round(x, 1), y, round(length, 1), RUNG - 3, fill, f"{rung.label}　{name} {kind} {count:,}")
