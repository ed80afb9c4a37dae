"""Figures as a table for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from .figures import Beside, Figure

HEADINGS = ("測定", "人数", "値", "目標", "並べて測ったもの", "n（＋ならし）", "他の負荷", "備考")
MARKS = {True: "○", False: "×", None: ""}


def table(figures: Iterable[Figure]) -> str:
    """The figures with headings, columns aligned for a fixed-width screen."""
    rows = [HEADINGS, *map(cells, figures)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rule = "─" * (sum(widths[:-1]) // 2 + len(widths) + 20)
    lines = [line(row, widths) for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])


def cells(figure: Figure) -> tuple[str, ...]:
    """A row."""
    return (
        figure.name,
        f"{figure.people:,}" if figure.people else "",
        f"{number(figure.value)} {figure.unit}",
        f"{figure.bar} {MARKS[figure.holds]}" if figure.bar else "",
        "、".join(beside(figure, each) for each in figure.beside),
        f"{figure.n:,}＋{figure.warm_up:,}",
        f"{figure.others:.0f}%",
        figure.note,
    )


def beside(figure: Figure, other: Beside) -> str:
    """A floor or peer, and how many times it the figure is."""
    times = f"（{number(figure.value / other.value)}倍）" if other.value else ""
    return f"{other.name} {number(other.value)}{times}"


def number(value: float) -> str:
    """Three digits that matter, no more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(row: Sequence[str], widths: Sequence[int]) -> str:
    """One line of the table."""
    return "  ".join(text + " " * (size - width(text)) for text, size in zip(row, widths, strict=True)).rstrip()


def width(text: str) -> int:
    """Columns that a text takes on a screen."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
