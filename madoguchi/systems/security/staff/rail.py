"""A member of staff's appointments as bars over time. Geometry only; the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from madoguchi.foundation.access.models import Appointment
from madoguchi.foundation.calendar import fiscal_year, format_wareki, format_wareki_year

LEFT, RIGHT = 16.0, 1084.0
ROW, TOP = 46.0, 34.0
AHEAD = timedelta(days=120)
NAMES = 14


@dataclass(frozen=True)
class Bar:
    """One appointment: from ``x`` on, ``width`` wide, in a row that begins at ``y``."""

    x: float
    y: float
    width: float
    text: str
    under: str
    main: bool
    state: str
    words: float
    anchor: str


@dataclass(frozen=True)
class Mark:
    """The beginning of a fiscal year; ``text`` is empty where there is no room for its name."""

    x: float
    text: str


@dataclass
class Rail:
    """The drawing; places are in the units of its view box, 1100 wide."""

    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    today: float = 0.0
    height: float = 0.0
    alternative: str = ""


@dataclass(frozen=True)
class Scale:
    """From days to places."""

    first: date
    last: date

    def __call__(self, day: date) -> float:
        """The place of a day, inside the drawing."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0), 1), 1)


def draw(rows: Sequence[Appointment], *, today: date) -> Rail:
    """The drawing of approved appointments, the earliest on top; 本務 filled, 兼務 outlined."""
    ordered = sorted(rows, key=lambda row: (row.valid.lower, not row.is_main))
    days = [day for row in ordered for day in (row.valid.lower, row.valid.upper) if day]
    scale = Scale(date(fiscal_year(min([*days, today])), 4, 1), max([*days, today]) + AHEAD)
    bars = [bar(row, scale, today, TOP + ROW * index) for index, row in enumerate(ordered)]
    return Rail(
        bars=bars,
        marks=marks(scale),
        today=scale(today),
        height=TOP + ROW * len(bars) + 26,
        alternative="、".join(f"{each.text}（{each.under}）" for each in bars),
    )


def bar(row: Appointment, scale: Scale, today: date, y: float) -> Bar:
    """The bar of one appointment; its words stand on the side with more room."""
    begin, end = scale(row.valid.lower), scale(row.valid.upper or scale.last)
    on_the_left = begin > (LEFT + RIGHT) / 2
    return Bar(
        x=begin,
        y=y,
        width=max(end - begin, 4.0),
        text=f"{row.division.name}　{row.post}",
        under=f"{row.kind}・{period(row)}",
        main=row.is_main,
        state=state_of(row, today),
        words=end if on_the_left and end > RIGHT - 200 else begin,
        anchor="end" if on_the_left and end > RIGHT - 200 else "start",
    )


def state_of(row: Appointment, today: date) -> str:
    """``past``, ``now`` or ``later``."""
    if row.valid.lower > today:
        return "later"
    return "past" if row.valid.upper is not None and row.valid.upper <= today else "now"


def period(row: Appointment) -> str:
    """R5.4.1〜R7.3.31."""
    last = format_wareki(row.last_day, "short") if row.last_day else ""
    return f"{format_wareki(row.valid.lower, 'short')}〜{last}"


def marks(scale: Scale) -> list[Mark]:
    """The first of April of each year; as many are named as there is room for."""
    room = RIGHT - 60
    years = range(scale.first.year, scale.last.year + 1)
    step = 1 + len(years) // NAMES
    found = [day for year in years if (day := date(year, 4, 1)) <= scale.last]
    return [
        Mark(scale(day), f"{format_wareki_year(day)}度" if index % step == 0 and scale(day) < room else "")
        for index, day in enumerate(found)
    ]
