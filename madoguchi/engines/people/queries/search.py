"""Finding people: by parts of names in any script, birth date, address, telephone and number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from madoguchi.foundation.calendar import DateError, DateSpan, parse_date_span
from madoguchi.foundation.text import fold_name, to_halfwidth

from .houses import fetch
from .search_sql import (
    APART,
    DETAILS,
    FOUND,
    IN_KANA,
    NOBODY,
    NUMBER,
    NUMBER_SEEN,
    PERSON_NUMBER,
    SEEN,
    WALK,
    WALK_BESIDE,
    WALK_FAR,
    WALKED,
    WRITTEN,
)
from .search_words import Conditions, Start, after_all, folded, inside_of, start_of

OLDEST_YEAR = 1868


@dataclass(frozen=True)
class Query:
    """What is looked for; every filled part must hold.

    ``names`` are parts of names, in kanji, kana or romaji; from the second on also of addresses (渡辺 大日).
    ``number`` is a 宛名番号 or 世帯番号; ``phone`` digits from its beginning.
    """

    names: tuple[str, ...] = ()
    birth: DateSpan | None = None
    place: str = ""
    phone: str = ""
    number: int | None = None
    only_present: bool = False

    def __bool__(self) -> bool:
        return bool(self.names or self.birth or self.place or self.phone or self.number)


@dataclass(frozen=True)
class Hit:
    """A person found."""

    person_id: int
    number: int
    name: str
    kana: str
    alias: str
    birth_on: date | None
    birth_text: str
    sex: str
    is_foreign: bool
    present: bool
    household_id: int | None
    relation_text: str
    is_head: bool
    house_size: int
    address: str
    removal: str
    guarded: bool = False


@dataclass(frozen=True)
class Stub:
    """All that a clerk is told of someone whom a supervisor serves: ``name`` is made of what was typed, and of nothing
    in the record; ``words`` say whom to call.
    """

    name: str
    words: str


@dataclass(frozen=True)
class Page:
    """A page of hits, and from where the next one goes on (None: this was the last).

    ``held``: someone may be meant too whom a supervisor serves. None where there is nobody, and for whoever sees
    everything or is told nothing.
    """

    hits: tuple[Hit, ...] = ()
    after: tuple[object, ...] | None = None
    query: Query = field(default_factory=Query)
    held: Stub | None = None


def understand(text: str) -> Query:
    """One box that understands 「渡辺 S55.4」: each word is a date, a telephone, a number, or a part of a name or an
    address.
    """
    names, places, birth, phone, number = [], [], None, "", None
    for word in re.split(r"[\s\u3000]+", text.strip()):
        if not word:
            continue
        digits = to_halfwidth(word)
        span = date_of(digits)
        if re.fullmatch(r"0\d{1,4}-?\d{1,4}-?\d{3,4}", digits):
            phone = re.sub(r"\D", "", digits)
        elif span and birth is None:
            birth = span
        elif re.fullmatch(r"\d{1,12}", digits):
            number = int(digits)
        elif re.search(r"\d|丁目|番地", digits):
            places.append(word)
        else:
            names.append(word)
    return Query(names=tuple(names), birth=birth, place="".join(places), phone=phone, number=number)


def date_of(word: str) -> DateSpan | None:
    """The days that a word means, or None where it is no date. A bare number of fewer than eight digits is none, and
    without any digit only a year that someone may be born in: 千, 五月, 千年 and 一二三 are names.
    """
    if word.isdigit() and len(word) != 8:
        return None
    try:
        span = parse_date_span(word)
    except DateError:
        return None
    if re.search(r"\d", word) or ("年" in word and span.first.year >= OLDEST_YEAR):
        return span
    return None


def search(
    query: Query,
    *,
    after: Sequence[object] | None = None,
    size: int = 20,
    day: date | None = None,
    whole: bool = True,
    households: bool = True,
) -> Page:
    """A page of persons as they stand on a day (today): residents before those gone; then names that begin as was asked
    before those that hold it inside; then in the order of their kana. A query of which folding leaves nothing finds
    nobody. Without ``whole`` guarded persons are as if they were not there; without ``households`` a number is a
    person's alone. One query.
    """
    asked = replace(query, names=tuple(filter(folded, query.names)), place=fold_name(query.place))
    if not asked:
        return Page(query=query)
    conditions = Conditions(whole=whole, households=households)
    statement = sql_of(asked, start_of(asked.names[0]) if asked.names else Start(), conditions, after)
    places = {"day": day or timezone.localdate(), "limit": size + 1, **place_of(after)}
    rows = fetch(statement, {**conditions.parameters, **places})
    shown = rows[:size]
    last = shown[-1] if len(rows) > size else None
    return Page(
        hits=tuple(hit_of(row) for row in shown),
        after=(last["gone"], last["inside"], last["sort_kana"], last["person_id"]) if last else None,
        query=query,
    )


def sql_of(query: Query, start: Start, conditions: Conditions, after: Sequence[object] | None) -> str:
    """The statement for a query, its parameters added: with a way ahead for names that many people bear."""
    asked = [*conditions.holds(query.names), *conditions_beside(query, conditions)]
    begins = start.condition(conditions)
    inside = f"NOT ({begins})" if begins else "true"
    later = f"AND (k.gone, {inside}, k.kana, k.person_id) > (%(a_gone)s, %(a_inside)s, %(a_kana)s, %(a_id)s)"
    seen = "" if conditions.whole else SEEN
    parts = {"conditions": " AND ".join(asked), "inside": inside, "later": later if after else "", "seen": seen}
    if query.names and not (after and after[0]):
        return WALKED.format(**parts, **ahead(query, start, conditions, asked, after)) + DETAILS
    return (APART if query.names or query.birth else FOUND).format(**parts) + DETAILS


def ahead(
    query: Query, start: Start, conditions: Conditions, asked: list[str], after: Sequence[object] | None
) -> dict[str, str]:
    """What the short ways are made of: the names that begin so, and from where each way goes on."""
    is_inside = bool(after and after[1])
    onward = "AND (k.kana, k.person_id) > (%(a_kana)s, %(a_id)s)" if after else ""
    part = folded(query.names[0])
    is_single = len(query.names) == 1
    far = WALK_FAR if len(part) == 1 else WALK
    conditions.parameters |= {"walk": far if len(asked) == 1 else WALK_BESIDE, "walked": inside_of(part)}
    # A word that the beginning implies is not asked again, so that the planner goes by the beginning.
    beside = asked[1:] if is_single else asked
    tests = [conditions.holding(start.part)] if start.part else []
    seen = "" if conditions.whole else SEEN
    both = {"beside": " AND ".join([*beside, *tests]) or "true", "onward": onward, "seen": seen}
    ways = []
    if start.kana:
        conditions.parameters |= {"low": list(start.kana), "high": list(map(after_all, start.kana))}
        ways.append(IN_KANA.format(**both))
    if start.written:
        ways.append(WRITTEN.format(**both, begins=start.as_written(conditions)))
    return {
        "begins": NOBODY if is_inside or not ways else " UNION ".join(ways),
        "onward": onward if is_inside else "",
    }


def place_of(after: Sequence[object] | None) -> dict[str, Any]:
    """Parameters of the place from which a page goes on."""
    return dict(zip(("a_gone", "a_inside", "a_kana", "a_id"), after or (), strict=bool(after)))


def conditions_beside(query: Query, conditions: Conditions) -> list[str]:
    """SQL conditions on everything but names."""
    found = []
    if query.birth:
        first, last = conditions.named(query.birth.first), conditions.named(query.birth.last)
        found.append(f"k.birth_on BETWEEN {first} AND {last}")
    if query.place:
        found.append(conditions.stands(query.place, beside_names=bool(query.names)))
    if query.phone:
        found.append(f"k.phone LIKE {conditions.named(f'{query.phone}%')} AND k.phone <> ''")
    if query.number is not None:
        found.append(number_form(conditions).format(number=conditions.named(query.number)))
    return [*found, "NOT k.gone"] if query.only_present else found


def number_form(conditions: Conditions) -> str:
    """Whose numbers are looked for."""
    if not conditions.households:
        return PERSON_NUMBER
    return NUMBER if conditions.whole else NUMBER_SEEN


def hit_of(row: dict[str, Any]) -> Hit:
    """A hit from one row."""
    values = {key: row[key] for key in Hit.__dataclass_fields__ if key in row}
    return Hit(**{**values, "kana": row["name_kana"]})
