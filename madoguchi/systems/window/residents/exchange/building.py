"""A good file as a batch of rows for the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.people.api import Batch
from madoguchi.foundation.access import Actor

from .checking import Checked, Tell, tidy
from .lines import Line
from .mapping import dwelling, identity, membership, permit, removal
from .periods import Ends, Periods, earlier, periods_of
from .reading import Layout, records
from .whole import ENTERED, first_day

NOTHING: Ends = (None, None)


@dataclass
class Built:
    """A batch, and where the persons of the file's lines are in it."""

    batch: Batch
    act: int
    people: dict[int, int] = field(default_factory=dict)
    households: dict[int, int] = field(default_factory=dict)


def build(actor: Actor, path: Path, found: Checked, words: str, tell: Tell) -> Built:
    """Makes the batch of a file that was found good; ``words`` say in the record where the rows come from."""
    periods = periods_of(found.whole.people)
    built = begin(actor, found, words)
    builder = Builder(built, periods)
    for done, line in enumerate(good_lines(path, layout(found)), start=1):
        builder.add(line)
        if done % 1000 == 0:
            tell(done, found.line_count, "記録する行を作っています")
    return built


def begin(actor: Actor, found: Checked, words: str) -> Built:
    """One act of migration; a number for every person and household of the file."""
    now = timezone.now()
    batch = Batch()
    act = batch.act(
        "migration", timezone.localdate(now), now, user_id=actor.user_id, recorder=str(actor), summary=words[:200]
    )
    built = Built(batch, act)
    for number, lines in found.whole.people.items():
        built.people[number] = batch.person(number)
        for line in lines:
            if line.household not in built.households:
                built.households[line.household] = batch.household(line.household)
    return built


def layout(found: Checked) -> Layout:
    """The layout of a file that was read."""
    if found.layout is None:
        raise ValueError("the file was not read")
    return found.layout


def good_lines(path: Path, how: Layout) -> Iterator[Line]:
    """The lines below the heading."""
    lines = records(path, how)
    next(lines)
    return (Line(number, tidy(cells)) for number, cells in lines)


class Builder:
    """Puts the rows of one line after the other into the batch."""

    def __init__(self, built: Built, periods: Periods) -> None:
        self.built, self.periods = built, periods
        self.dwellings: Mapping[int, list[tuple[int, Ends]]] = by_line(periods)

    def add(self, line: Line) -> None:
        """Every row of the record that one line gives."""
        person = self.built.people[int(line["宛名番号"])]
        if line.number in self.periods.facts:
            self.add_facts(line, person, self.periods.facts[line.number])
        if ends := self.periods.stays.get(line.number):
            self.put("membership", ends, person_id=person, household_id=self.household(line), **membership(line))
        if ends := self.periods.removals.get(line.number):
            self.put("removal", ends, person_id=person, **removal(line))
        for household, ends in self.dwellings.get(line.number, ()):
            self.put("dwelling", ends, household_id=self.built.households[household], **dwelling(line))

    def add_facts(self, line: Line, person: int, ends: Ends) -> None:
        """Who the person is, the number, and the permit of a foreign resident."""
        self.put("identity", ends, person_id=person, **identity(line))
        if code := line["住民票コード"]:
            self.put("resident_code", ends, person_id=person, value=code)
        if line["住民種別"] == "2":
            since = ends[0] or first_day(line, ENTERED)
            until = earlier(ends[1], self.periods.removals.get(line.number, NOTHING)[0])
            if since is None or until is None or since < until:
                self.put("permit", (since, until), person_id=person, **permit(line))

    def household(self, line: Line) -> int:
        """The household of a line."""
        return self.built.households[int(line["世帯番号"])]

    def put(self, table: Any, ends: Ends, **columns: Any) -> None:
        """A row that holds between its ends."""
        self.built.batch.put(table, opened_by=self.built.act, since=ends[0], until=ends[1], **columns)


def by_line(periods: Periods) -> Mapping[int, list[tuple[int, Ends]]]:
    """Line → (household number, ends) of the addresses that are taken from it."""
    found: dict[int, list[tuple[int, Ends]]] = defaultdict(list)
    for household, addresses in periods.dwellings.items():
        for line, ends in addresses:
            found[line].append((household, ends))
    return found
