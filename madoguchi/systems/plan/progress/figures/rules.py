"""Figures of indicators: which one counts, and what of it is public. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

PERSONS = ("人", "名", "世帯")
"""Units in which persons are counted."""


class Origin(Enum):
    """Where a figure comes from. The value is its code in open data."""

    MEASURED = "measured"
    TYPED = "typed"
    NONE = "none"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return LABELS[self.value]


LABELS = {"measured": "計測", "typed": "手入力（根拠あり）", "none": "未計測"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of a fiscal year.

    ``value`` is None where there is none, or where it is not shown: then ``below`` says what it is less than. ``day``:
    the last day counted, or the day that a typed value is of. ``where``: the system that measures, or the source in
    words. ``cases``: how many cases it stands on, where that is known. ``typed``: id and revision of a typed value.
    """

    unit: str
    year: int
    origin: Origin = Origin.NONE
    value: Decimal | None = None
    below: int = 0
    day: date | None = None
    where: str = ""
    cases: Decimal | None = None
    typed_id: int | None = None
    revision: int = 0

    @property
    def text(self) -> str:
        """1,234件, 10人未満, or 未計測; the Japanese words of open data and of the desk."""
        if self.below:
            return f"{self.below}{self.unit}未満"
        return f"{plain(self.value, grouped=True)}{self.unit}" if self.value is not None else Origin.NONE.label


def counting(measured: Figure | None, typed: Figure | None, *, unit: str, year: int) -> Figure:
    """The figure that counts: a measured one always, else a typed one, else none."""
    if measured is not None and measured.value is not None:
        return measured
    return typed or Figure(unit=unit, year=year)


def published(figure: Figure, least: int) -> Figure:
    """A figure as everyone may have it: one that stands on fewer than ``least`` cases, and not on none, is given as
    fewer than that, for it could show a person.

    A typed one counts persons where its unit says so; what systems measure is always of someone's act.
    """
    cases = figure.cases if figure.origin is Origin.MEASURED else persons_of(figure)
    if figure.value is None or cases is None or not few(cases, least):
        return figure
    return replace(figure, value=None, below=least, cases=None)


def persons_of(figure: Figure) -> Decimal | None:
    """How many persons a typed figure counts; None where it counts none."""
    return figure.value if figure.unit in PERSONS else None


def few(cases: Decimal | None, least: int) -> bool:
    """Whether so many cases are few enough to show a person."""
    return cases is not None and 0 < cases < least


def plain(value: Decimal, *, grouped: bool = False) -> str:
    """A figure with at most two decimals and without idle zeros: 20000, 2.5; ``grouped``: 20,000."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    return text.rstrip("0").rstrip(".")
