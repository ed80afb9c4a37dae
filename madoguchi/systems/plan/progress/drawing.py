"""Bars of stages: geometry only, in the units of a view box. Each stage has a pattern of its own, so that a print
without colour can be read; ``templates/plan/parts/patterns.html`` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import Cross, Result, Stage, name_of

WIDTH, ROW, LABEL = 720.0, 46.0, 156.0


@dataclass(frozen=True)
class Part:
    """One stage in a bar. ``fill`` is the id of its pattern."""

    x: float
    width: float
    fill: str
    name: str
    count: int

    @property
    def middle(self) -> float:
        """Where its figure stands."""
        return self.x + self.width / 2

    @property
    def plate(self) -> float:
        """How wide the ground of its figure is."""
        return 9.0 + 12.0 * len(str(self.count))

    @property
    def plate_x(self) -> float:
        """Where the ground of its figure begins."""
        return self.middle - self.plate / 2

    @property
    def wide(self) -> bool:
        """Whether its figure fits; the key and the table have it in any case."""
        return self.width >= self.plate


@dataclass(frozen=True)
class Bar:
    """One bar with its label; ``y`` is its upper edge."""

    label: str
    total: int
    y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Drawing:
    """Bars under each other, all in one scale, with their key (pattern, stage, sum)."""

    bars: tuple[Bar, ...]
    key: tuple[tuple[str, Result, int], ...]
    height: float
    width: float = WIDTH
    left: float = LABEL


def fill_of(result: Result) -> str:
    """The id of a stage's pattern."""
    return f"stage-{result.value if result else 'none'}"


def parts_of(counts: Sequence[tuple[Result, int]], start: float, unit: float) -> tuple[Part, ...]:
    """The parts of a bar from left to right; what is not there takes no room."""
    found, x = [], start
    for result, count in counts:
        if count:
            found.append(Part(round(x, 1), round(count * unit, 1), fill_of(result), name_of(result), count))
            x += count * unit
    return tuple(found)


def line_of(counts: Sequence[tuple[Result, int]]) -> Drawing:
    """One bar over the whole width: how many measures are at which stage."""
    total = sum(count for _, count in counts)
    parts = parts_of(counts, 0, WIDTH / max(total, 1))
    key = tuple((fill_of(result), result, count) for result, count in counts if count)
    return Drawing((Bar("", total, 2, parts),), key, ROW, left=0)


def crossed(table: Cross) -> Drawing:
    """A bar for each planned stage, made of what became of its measures."""
    most = max((table.planned(stage) for stage in table.rows), default=0)
    unit = (WIDTH - LABEL - 44) / max(most, 1)
    bars = tuple(
        Bar(stage.label, table.planned(stage), 4 + ROW * index, parts_of(counts_of(table, stage), LABEL, unit))
        for index, stage in enumerate(table.rows)
    )
    key = tuple((fill_of(result), result, table.result(result)) for result in table.columns)
    return Drawing(bars, key, ROW * len(bars) + 4)


def counts_of(table: Cross, stage: Stage) -> list[tuple[Result, int]]:
    """What became of the measures that were planned so."""
    return [(result, table.at(stage, result)) for result in table.columns]
