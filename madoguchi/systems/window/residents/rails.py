"""Two rails: when things happened, and when they were recorded. Geometry only; the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from madoguchi.foundation.calendar import format_wareki, format_wareki_year

LEFT, RIGHT = 50.0, 1100.0
SIGN = 13.5
TICKS = 22


@dataclass(frozen=True)
class Event:
    """An act on the rails. ``visible``: it is seen from the two points in time that were chosen; ``late``: how late."""

    label: str
    event_on: date
    recorded_on: date
    visible: bool
    late: str = ""


@dataclass(frozen=True)
class Words:
    """Words at a place of the drawing; ``anchor`` as SVG has it."""

    x: float
    text: str
    under: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Link:
    """The line from an event to its record."""

    top: float
    bottom: float
    visible: bool
    late: bool


@dataclass
class Rails:
    """The drawing: places are in the units of its view box (1190 wide)."""

    on: float
    known: float
    end: float = RIGHT
    ticks: list[float] = field(default_factory=list)
    years: list[Words] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    events: list[Words] = field(default_factory=list)
    records: list[Words] = field(default_factory=list)
    late: list[Words] = field(default_factory=list)
    on_words: Words = field(default_factory=lambda: Words(0, ""))
    known_words: Words = field(default_factory=lambda: Words(0, ""))
    alternative: str = ""

    @property
    def shade_on(self) -> float:
        """How wide the time after ``on`` is."""
        return self.end - self.on

    @property
    def shade_known(self) -> float:
        """How wide the time after ``known`` is."""
        return self.end - self.known


@dataclass(frozen=True)
class Scale:
    """From days to places."""

    first: date
    last: date

    def __call__(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        place = LEFT + (RIGHT - LEFT) * (day - self.first).days / span
        return round(min(max(place, LEFT), RIGHT), 1)


def draw(events: Sequence[Event], *, on: date, known: date, today: date) -> Rails:
    """The drawing of a person's acts, seen on the day ``on`` as known on the day ``known``."""
    days = [day for event in events for day in (event.event_on, event.recorded_on)]
    scale = Scale(date(min([*days, on, known]).year, 1, 1), max([*days, on, known, today]))
    rails = Rails(on=scale(on), known=scale(known))
    rails.ticks, rails.years = years(scale)
    ordered = sorted(events, key=lambda event: (event.event_on, event.recorded_on))
    rails.links = [link(event, scale) for event in ordered]
    rails.events = apart([words(scale(e.event_on), e.label, format_wareki(e.event_on, "short")) for e in ordered])
    records = sorted({event.recorded_on for event in events})
    rails.records = apart([words(scale(day), format_wareki(day, "short")) for day in records])
    rails.late = apart([late_words(event, scale) for event in ordered if event.late])
    rails.on_words = words(rails.on, f"事実の時点 {format_wareki(on, 'short')}")
    rails.known_words = words(rails.known, f"記録の時点 {format_wareki(known, 'short')}")
    rails.alternative = alternative(ordered)
    return rails


def years(scale: Scale) -> tuple[list[float], list[Words]]:
    """A mark for each year, and the names of as many years as there is room for."""
    first, last = scale.first.year, scale.last.year
    step = 1 + (last - first) // TICKS
    ticks = [scale(date(year, 1, 1)) for year in range(first, last + 1, step)]
    named = [
        Words(scale(date(year, 7, 1)), short_year(date(year, 7, 1)))
        for year in range(first, last + 1, step)
        if date(year, 7, 1) <= scale.last
    ]
    return ticks, apart(named)


def short_year(day: date) -> str:
    """H21, R元; the Western year before the eras."""
    name = format_wareki(day, "short").split(".")[0]
    return f"{name[0]}元" if format_wareki_year(day).endswith("元年") else name


def link(event: Event, scale: Scale) -> Link:
    """The line of an event."""
    return Link(scale(event.event_on), scale(event.recorded_on), event.visible, bool(event.late))


def words(x: float, text: str, under: str = "") -> Words:
    """Words at a place, turned inward near the ends."""
    half = SIGN * max(len(text), len(under) * 0.6) / 2
    anchor = "start" if x - half < -20 else "end" if x + half > RIGHT + 20 else "middle"
    return Words(x, text, under, anchor)


def late_words(event: Event, scale: Scale) -> Words:
    """How late a record came, at the middle of its line."""
    return words((scale(event.event_on) + scale(event.recorded_on)) / 2, event.late)


def apart(given: Sequence[Words]) -> list[Words]:
    """Those of the words, from the last to the first, that do not run into one another; the list below has them all."""
    kept: list[Words] = []
    limit = RIGHT + 1000
    for each in sorted(given, key=lambda word: -word.x):
        begin, end = reach(each)
        if end <= limit:
            kept.append(each)
            limit = begin - 6
    return kept[::-1]


def reach(each: Words) -> tuple[float, float]:
    """From where to where words reach."""
    width = max(wide(each.text), wide(each.under))
    begin = {"start": each.x, "middle": each.x - width / 2, "end": each.x - width}[each.anchor]
    return begin, begin + width


def wide(text: str) -> float:
    """About how wide a text is."""
    return sum(SIGN if ord(sign) > 0x2E80 else SIGN * 0.6 for sign in text)


def alternative(events: Sequence[Event]) -> str:
    """The drawing in words."""
    late = [f"{event.label}（{event.late}）" for event in events if event.late]
    hidden = sum(not event.visible for event in events)
    told = f"上の線が異動日、下の線が処理日。{len(events)}件の異動"
    told += f"のうち{hidden}件は、この時点ではまだ見えない" if hidden else ""
    return f"{told}。{'おくれて記録されたもの：' + '、'.join(late) if late else 'おくれた記録はない'}"


def lateness(event_on: date, recorded_on: date) -> str:
    """5年4か月おくれ; nothing for less than a month."""
    months = (recorded_on.year - event_on.year) * 12 + recorded_on.month - event_on.month
    months -= recorded_on.day < event_on.day
    if months < 1:
        return ""
    years, rest = divmod(months, 12)
    return f"{f'{years}年' if years else ''}{f'{rest}か月' if rest else ''}おくれ"
