"""Finding people: by parts of names in any script, birth date, address, telephone and number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from madoguchi.foundation.calendar import DateError, DateSpan, parse_date_span
from madoguchi.foundation.text import fold_kana, fold_name, fold_romaji, looks_like_romaji, query_terms, to_halfwidth

from .houses import fetch
from .search_sql import DETAILS, FOUND, NUMBER, WALKED

LEAD = 2


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


@dataclass(frozen=True)
class Page:
    """A page of hits, and from where the next one goes on (None: this was the last)."""

    hits: tuple[Hit, ...] = ()
    after: tuple[object, ...] | None = None
    query: Query = field(default_factory=Query)


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
    """The days that a word means, or None where it is no date. A bare number of fewer than eight digits is none."""
    if word.isdigit() and len(word) != 8:
        return None
    try:
        return parse_date_span(word)
    except DateError:
        return None


def folded(name: str) -> str:
    """A part of a name as it stands in the search keys."""
    if looks_like_romaji(name):
        return fold_romaji(name)
    return fold_kana(name) if is_kana(name) else fold_name(name)


def is_kana(name: str) -> bool:
    """Whether a part of a name is written in kana alone."""
    return bool(re.fullmatch(r"[\u3040-\u30ff\uff66-\uff9f\u3000 ・ー]+", name))


def search(query: Query, *, after: Sequence[object] | None = None, size: int = 20, day: date | None = None) -> Page:
    """A page of persons as they stand on a day (today): residents before those gone; then names that begin as was asked
    before those that hold it inside; then in the order of their kana. A query of which folding leaves nothing finds
    nobody. One query.
    """
    asked = replace(query, names=tuple(filter(folded, query.names)), place=fold_name(query.place))
    if not asked:
        return Page(query=query)
    conditions, parameters = conditions_of(asked)
    parameters |= {"day": day or timezone.localdate(), "limit": size + 1, **place_of(after)}
    rows = fetch(sql_of(asked, conditions, after), parameters)
    shown = rows[:size]
    last = shown[-1] if len(rows) > size else None
    return Page(
        hits=tuple(hit_of(row) for row in shown),
        after=(last["gone"], last["inside"], last["sort_kana"], last["person_id"]) if last else None,
        query=query,
    )


def sql_of(query: Query, conditions: list[str], after: Sequence[object] | None) -> str:
    """The statement for a query: with a way ahead for names that many people bear."""
    begins = begins_with(query)
    inside = f"NOT ({begins})" if begins else "true"
    later = f"AND (k.gone, {inside}, k.kana, k.person_id) > (%(a_gone)s, %(a_inside)s, %(a_kana)s, %(a_id)s)"
    parts = {"conditions": " AND ".join(conditions), "inside": inside, "later": later if after else ""}
    if not query.names or (after and after[0]):
        return FOUND.format(**parts) + DETAILS
    onward = "AND (k.kana, k.person_id) > (%(a_kana)s, %(a_id)s)" if after else ""
    is_inside = bool(after and after[1])
    beside = [condition for condition in conditions if "%(t0)s" not in condition]
    starts = {
        "beside": " AND ".join(beside) or "true",
        "begins": "false" if is_inside or not begins else f"{begins} {onward}",
        "onward": onward if is_inside else "",
    }
    return WALKED.format(**parts, **starts) + DETAILS


def begins_with(query: Query) -> str:
    """The condition that the present name begins with the first part asked for; empty where that is not asked."""
    if not query.names:
        return ""
    part = folded(query.names[0])
    if is_kana(query.names[0]):
        return "k.kana LIKE %(start)s"
    if len(part) < LEAD:
        return ""
    # Two characters are told by the index alone; a second condition would make the planner expect few and sort them.
    return "k.lead = %(lead)s" if len(part) == LEAD else "k.lead = %(lead)s AND k.folded LIKE %(start)s"


def place_of(after: Sequence[object] | None) -> dict[str, Any]:
    """Parameters of the place from which a page goes on."""
    return dict(zip(("a_gone", "a_inside", "a_kana", "a_id"), after or (), strict=bool(after)))


def conditions_of(query: Query) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions on the search keys, and their parameters."""
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    for index, name in enumerate(query.names):
        part = folded(name)
        named = f"k.terms @> %(t{index})s AND k.folded LIKE %(n{index})s"
        # ``|| ''`` keeps the planner from the index of addresses, which two characters make it read from end to end.
        conditions.append(f"({named} OR k.place || '' LIKE %(p{index})s)" if index else named)
        parameters |= {f"t{index}": query_terms(part), f"n{index}": f"%{escaped(part)}%"}
        parameters[f"p{index}"] = f"%{escaped(fold_name(name))}%"
    if query.names:
        part = folded(query.names[0])
        parameters |= {"lead": part[:LEAD], "start": f"{escaped(part)}%"}
    others, values = conditions_beside(query)
    return conditions + others, parameters | values


def conditions_beside(query: Query) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions on everything but names, and their parameters."""
    found: dict[str, tuple[bool, dict[str, Any]]] = {
        "k.birth_on BETWEEN %(first)s AND %(last)s": (
            query.birth is not None,
            {"first": query.birth.first, "last": query.birth.last} if query.birth else {},
        ),
        "k.place LIKE %(place)s": (bool(query.place), {"place": f"%{escaped(query.place)}%"}),
        "k.phone LIKE %(phone)s AND k.phone <> ''": (bool(query.phone), {"phone": f"{query.phone}%"}),
        NUMBER: (query.number is not None, {"number": query.number}),
        "NOT k.gone": (query.only_present, {}),
    }
    asked = {condition: values for condition, (is_asked, values) in found.items() if is_asked}
    return list(asked), {key: value for values in asked.values() for key, value in values.items()}


def escaped(text: str) -> str:
    """The text with LIKE's own signs taken as they are."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def hit_of(row: dict[str, Any]) -> Hit:
    """A hit from one row."""
    values = {key: row[key] for key in Hit.__dataclass_fields__ if key in row}
    return Hit(**{**values, "kana": row["name_kana"]})
