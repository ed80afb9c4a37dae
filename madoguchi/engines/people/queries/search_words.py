"""Conditions on the search keys for the words of a query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from madoguchi.foundation.text import fold_kana, fold_name, fold_romaji, looks_like_romaji, query_terms

from .search_readings import readings
from .search_sources import place_terms

LEAD, PAIR = 2, 2
FEW = 4


@dataclass(frozen=True)
class Way:
    """One way in which a word holds: terms that the index must have, and what else is to be tested on the row."""

    terms: tuple[str, ...] = ()
    test: str = ""


@dataclass
class Conditions:
    """SQL conditions that grow with their parameters. ``whole``: also for guarded persons; ``households``: a number
    may be a household's.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    whole: bool = True
    households: bool = True

    def named(self, value: object) -> str:
        """A placeholder for a new parameter."""
        name = f"w{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"

    def holds(self, names: Sequence[str]) -> list[str]:
        """Conditions that every word stands in a name, from the second on in a name or the address.

        The ways of the first few words are multiplied out: so each is one look into one index, which reads no more
        than the rarest of its terms.
        """
        ways = [self.ways(name, is_first=not index) for index, name in enumerate(names)]
        groups = [product(*ways[:FEW]), *(product(each) for each in ways[FEW:])]
        return [f"({' OR '.join(map(self.arm, group))})" for group in groups] if names else []

    def ways(self, name: str, *, is_first: bool) -> list[Way]:
        """How one word may hold. One character is not looked for in addresses: nearly everyone would be found."""
        part, place = folded(name), fold_name(name)
        found = [Way(tuple(query_terms(part)), self.holding(part) if len(part) > PAIR else "")]
        if len(place) >= PAIR and not is_first:
            found.append(self.way_of_place(place))
        return found

    def way_of_place(self, place: str) -> Way:
        """A folded word stands in the address."""
        # ``|| ''`` keeps the planner from the index of addresses, which two characters make it read to the end.
        test = f"k.place || '' LIKE {self.named(inside_of(place))}"
        return Way(tuple(place_terms(place)), test)

    def stands(self, place: str, *, beside_names: bool) -> str:
        """The condition that a folded text stands in the address; names lead to few enough to try each."""
        if beside_names:
            return self.arm([self.way_of_place(place)])
        return f"k.place LIKE {self.named(inside_of(place))}"

    def holding(self, part: str) -> str:
        """The test that a folded part stands in a name. One of one or two characters is told by its term alone."""
        like = self.named(inside_of(part))
        return f"(k.folded LIKE {like} OR k.long_names LIKE {like})"

    def arm(self, ways: Sequence[Way]) -> str:
        """All of these ways together."""
        terms = list(dict.fromkeys(term for way in ways for term in way.terms))
        tests = [way.test for way in ways if way.test]
        return " AND ".join([f"k.terms @> {self.named(terms)}::text[]", *tests] if terms else tests)


@dataclass(frozen=True)
class Start:
    """Names that begin with the first word: with one of some kana, or written with its characters.

    ``part`` is to be tested too where the beginning does not imply that the word holds: Latin letters only suggest
    kana.
    """

    kana: tuple[str, ...] = ()
    written: str = ""
    part: str = ""

    def __bool__(self) -> bool:
        return bool(self.kana or self.written)

    def condition(self, conditions: Conditions) -> str:
        """That the present name begins so; empty where that is not asked."""
        return " OR ".join(filter(None, (self.in_kana(conditions), self.as_written(conditions))))

    def in_kana(self, conditions: Conditions) -> str:
        """That its kana begin so."""
        return " OR ".join(f"k.kana LIKE {conditions.named(begin(kana))}" for kana in self.kana)

    def as_written(self, conditions: Conditions) -> str:
        """That it is written so from the beginning."""
        if not self.written:
            return ""
        lead = f"k.lead = {conditions.named(self.written[:LEAD])}"
        # Two characters are told by the index alone; a second condition would make the planner expect few and sort.
        if len(self.written) == LEAD:
            return lead
        like = conditions.named(begin(self.written))
        return f"({lead} AND (k.folded LIKE {like} OR k.long_names LIKE {like}))"


def start_of(name: str) -> Start:
    """How names begin that begin with a word. One character that is no kana is not told by an index."""
    if is_kana(name):
        return Start(kana=(folded(name),))
    written = fold_name(name)
    written = written if len(written) >= LEAD else ""
    if looks_like_romaji(name):
        return Start(readings(folded(name)), written, folded(name))
    return Start(written=written)


def folded(name: str) -> str:
    """A part of a name as it stands in the search keys."""
    if looks_like_romaji(name):
        return fold_romaji(name)
    return fold_kana(name) if is_kana(name) else fold_name(name)


def is_kana(name: str) -> bool:
    """Whether a part of a name is written in kana alone."""
    return bool(re.fullmatch(r"[\u3040-\u30ff\uff66-\uff9f\u3000 ・ー]+", name))


def escaped(text: str) -> str:
    """The text with LIKE's own signs taken as they are."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def inside_of(text: str) -> str:
    """LIKE's pattern for a text anywhere."""
    return f"%{escaped(text)}%"


def begin(text: str) -> str:
    """LIKE's pattern for a text at the beginning."""
    return f"{escaped(text)}%"


def after_all(text: str) -> str:
    """The least text that comes after all that begin with a text (not empty), by code point."""
    return text[:-1] + chr(ord(text[-1]) + 1)
