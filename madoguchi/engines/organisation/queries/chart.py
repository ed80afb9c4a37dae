"""組織図: the tree of a day with posts, staff, 兼務, absences and who stands in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from madoguchi.foundation.access.models import Division

from ..models import Absence
from ..seats import Seat
from .absences import absences_on, away
from .deputies import deputies_for
from .seats import appointments_on, by_rank

MORNING = time(10, 0)


@dataclass(frozen=True)
class Sitter:
    """Someone in a division.

    Attributes:
        absences: those of the day.
        away: absent at the chart's time; ``deputies`` are who stands in then.
        elsewhere: divisions of the person's other seats.
        found: a search named the person.
    """

    seat: Seat
    absences: tuple[Absence, ...] = ()
    away: bool = False
    deputies: tuple[Seat, ...] = ()
    elsewhere: tuple[str, ...] = ()
    found: bool = False

    @property
    def plain(self) -> bool:
        """True where there is nothing to say but post and name."""
        return self.seat.is_main and not (self.absences or self.away or self.elsewhere or self.found)


@dataclass
class Box:
    """A division with who sits there and the divisions below. ``found``: a search named it."""

    division: Division
    sitters: list[Sitter] = field(default_factory=list)
    below: list[Box] = field(default_factory=list)
    found: bool = False

    @property
    def total(self) -> int:
        """How many members of staff sit in it and below it, each seat once."""
        return len(self.sitters) + sum(box.total for box in self.below)

    @property
    def flat(self) -> bool:
        """True where nothing below has anything below it: such boxes stand side by side."""
        return bool(self.below) and not any(box.below for box in self.below)


@dataclass(frozen=True)
class Chart:
    """The tree of a day, as seen at a time: ``people`` members of staff, ``away`` those of them who are absent then."""

    on: date
    at: datetime
    roots: list[Box]
    divisions: int
    people: int
    away: int
    hits: int = 0


def time_of(on: date) -> datetime:
    """The time at which a day is looked at: now for today, else ten in the morning."""
    now = timezone.now()
    if on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(on, MORNING))


def chart(on: date, words: str = "") -> Chart:
    """The chart of a day; with ``words`` only the divisions that a search finds, by their name or by someone's in them,
    and those above them. Eight queries, whatever its size."""
    at = time_of(on)
    boxes = {row.pk: Box(row) for row in Division.objects.on(on).order_by("order", "code")}
    seats = by_rank(appointments_on(on))
    sitters = sitters_of(seats, on, at)
    for each in sitters:
        if each.seat.division_id in boxes:
            boxes[each.seat.division_id].sitters.append(each)
    roots = stacked(boxes)
    if words.strip():
        roots = [box for root in roots if (box := narrowed(root, terms(words)))]
    people = {each.seat.user_id: each.away for each in sitters}
    return Chart(on, at, roots, len(boxes), len(people), sum(people.values()), sum(map(hits_in, roots)))


def sitters_of(seats: Sequence[Seat], on: date, at: datetime) -> list[Sitter]:
    """The seats of a day with who is absent and who stands in."""
    gone = away(at)
    absences: dict[int, list[Absence]] = {}
    for row in absences_on(on):
        absences.setdefault(row.user_id, []).append(row)
    deputies = deputies_for([seat for seat in seats if seat.user_id in gone], at)
    places: dict[int, list[Seat]] = {}
    for seat in seats:
        places.setdefault(seat.user_id, []).append(seat)
    return [
        Sitter(
            seat=seat,
            absences=tuple(absences.get(seat.user_id, ())),
            away=seat.user_id in gone,
            deputies=deputies.get(seat, ()),
            elsewhere=tuple(other.division for other in places[seat.user_id] if other != seat),
        )
        for seat in seats
    ]


def stacked(boxes: Mapping[int, Box]) -> list[Box]:
    """The boxes below one another; gives those at the top."""
    roots: list[Box] = []
    for box in boxes.values():
        above = boxes.get(box.division.parent_id or 0)
        (above.below if above else roots).append(box)
    return roots


def terms(words: str) -> list[str]:
    """The words of a search, as they are compared."""
    return [folded(word) for word in words.split()]


def folded(text: str) -> str:
    """A text to compare: without blanks, full width and case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def narrowed(box: Box, words: Sequence[str]) -> Box | None:
    """A box with what a search finds in it: all its staff where it is named itself, else those who are; None where
    nothing in it or below it is found."""
    named = holds(words, box.division.name, box.division.code)
    sitters = list(marked(box.sitters, words))
    below = [child for each in box.below if (child := narrowed(each, words))]
    hits = [each for each in sitters if each.found]
    if not (named or hits or below):
        return None
    return Box(box.division, sitters if named else hits, below, found=named)


def marked(sitters: Iterable[Sitter], words: Sequence[str]) -> Iterator[Sitter]:
    """The sitters, those who are named marked."""
    for each in sitters:
        seat = each.seat
        hit = holds(words, seat.name, seat.post, seat.division)
        named = hit and not holds(words, seat.division)
        yield Sitter(seat, each.absences, each.away, each.deputies, each.elsewhere, found=named)


def holds(words: Sequence[str], *texts: str) -> bool:
    """True where each word is in one of the texts."""
    known = [folded(text) for text in texts]
    return all(any(word in text for text in known) for word in words)


def hits_in(box: Box) -> int:
    """How many divisions and members of staff a search found in a box and below it."""
    return box.found + sum(each.found for each in box.sitters) + sum(map(hits_in, box.below))
