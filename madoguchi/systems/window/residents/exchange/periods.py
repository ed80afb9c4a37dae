"""From the lines of a file to periods: when each fact of a person and of a household held.

A line says what holds from its 異動年月日 until that of the next line of the person; the first line holds since the
person became a resident. A file without old lines does not say who headed a household before: a head begins where the
former head ended, and nobody is written as a member of a household before its first known head was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .values import day
from .whole import Brief

Ends = tuple[date | None, date | None]
"""Since and until, half open; None: no bound."""


@dataclass(slots=True)
class Stay:
    """A person in a household for a time, as one line has it."""

    brief: Brief
    since: date | None
    until: date | None

    @property
    def first(self) -> date:
        """Since when, for comparisons."""
        return self.since or date.min

    @property
    def last(self) -> date:
        """Until when, for comparisons."""
        return self.until or date.max


@dataclass(frozen=True)
class Periods:
    """The periods of a file: ``facts``, ``stays`` and ``removals`` by line, ``dwellings`` by household as (line, ends).

    The facts of a person's first line hold since ever: a name has no day of entry.
    """

    facts: Mapping[int, Ends]
    stays: Mapping[int, Ends]
    removals: Mapping[int, Ends]
    dwellings: Mapping[int, list[tuple[int, Ends]]]


def periods_of(people: Mapping[int, list[Brief]]) -> Periods:
    """The periods of all lines of a file."""
    facts: dict[int, Ends] = {}
    removals: dict[int, Ends] = {}
    houses: dict[int, list[Stay]] = defaultdict(list)
    for lines in people.values():
        for index, (brief, since, until) in enumerate(spans(sorted(lines, key=lambda each: each.order))):
            facts[brief.line] = (since if index else None, until)
            if brief.removed and before(brief.removed, until):
                removals[brief.line] = (brief.removed, until)
            stay = Stay(brief, since, earlier(until, brief.removed))
            if stay.first < stay.last:
                houses[brief.household].append(stay)
    kept = {number: in_order(stays) for number, stays in houses.items()}
    return Periods(
        facts=facts,
        stays={stay.brief.line: (stay.since, stay.until) for stays in kept.values() for stay in stays},
        removals=removals,
        dwellings={number: dwellings(stays) for number, stays in kept.items() if stays},
    )


def spans(lines: list[Brief]) -> Iterable[tuple[Brief, date | None, date | None]]:
    """Each line of a person with its period; a line that another of the same day corrects has none."""
    starts = [lines[0].entered, *(day(each.event) or each.entered for each in lines[1:])]
    starts = starts[:1] + [start and max(start, starts[0] or date.min) for start in starts[1:]]
    for (brief, since), (_after, until) in pairwise([*zip(lines, starts, strict=True), (lines[-1], None)]):
        if before(since or date.min, until) or brief is lines[-1]:
            yield brief, since, until


def in_order(stays: list[Stay]) -> list[Stay]:
    """The stays in one household, with one head at a time and nobody before the first head."""
    heads = sorted((stay for stay in stays if stay.brief.is_head), key=lambda stay: (stay.last, stay.first))
    for former, head in pairwise(heads):
        if head.first < former.last:
            head.since = former.until
    if heads:
        begin = min(head.first for head in heads)
        for stay in stays:
            if stay.first < begin:
                stay.since = begin
    return [stay for stay in stays if stay.first < stay.last]


def dwellings(stays: list[Stay]) -> list[tuple[int, Ends]]:
    """Where a household lived: the addresses of its lines, each from the day on which it was settled."""
    first = min(stay.first for stay in stays)
    points: dict[date, Brief] = {}
    for stay in sorted(stays, key=lambda stay: (not stay.brief.is_head, stay.brief.line)):
        points.setdefault(max(first, stay.brief.settled or first), stay.brief)
    ordered = sorted(points.items())
    changed = [ordered[0], *(after for (_, a), after in pairwise(ordered) if a.address != after[1].address)]
    begins = [None if first == date.min else first, *(since for since, _ in changed[1:])]
    return [
        (brief.line, (since, until))
        for (_, brief), since, until in zip(changed, begins, [*begins[1:], None], strict=True)
    ]


def before(start: date, until: date | None) -> bool:
    """Whether a period that begins so is not empty."""
    return until is None or start < until


def earlier(until: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None is no end."""
    return min((each for each in (until, other) if each), default=None)
