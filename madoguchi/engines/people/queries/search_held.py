"""Whether someone may be meant whom a supervisor serves: asked by name, birth date or 宛名番号, never by an address.

What comes out of it for the screen is made of what was typed alone. So it tells no present name to those who know a
former one, no household, no address, and not how many there are.
"""

from __future__ import annotations

from datetime import date

from madoguchi.foundation.text import is_kanji

from .houses import fetch
from .search import Query
from .search_sql import HELD, PERSON_NUMBER
from .search_words import Conditions, folded

MOST = 20
NOBODY_NAMED = "〇〇"


def held(query: Query, *, day: date) -> tuple[int, ...]:
    """Guarded persons who may be meant by a query, at most twenty.

    Nobody where an address or a telephone is a part of the question, where it is one character, or a birth date that
    is not a single day.
    """
    conditions = Conditions()
    asked = conditions_of(query, conditions)
    if query.place or query.phone or not asked:
        return ()
    statement = HELD.format(conditions=" AND ".join(asked))
    rows = fetch(statement, {**conditions.parameters, "day": day, "limit": MOST})
    return tuple(row["person_id"] for row in rows)


def conditions_of(query: Query, conditions: Conditions) -> list[str]:
    """SQL conditions; none where the question is too wide to be about a person."""
    names = [name for name in query.names if folded(name)]
    birth = query.birth
    alone = not names and query.number is None
    if (names and max(len(folded(name)) for name in names) < 2) or (alone and birth and birth.first != birth.last):
        return []
    asked = [conditions.arm(conditions.ways(name, is_first=True)) for name in names]
    if birth:
        asked.append(f"k.birth_on BETWEEN {conditions.named(birth.first)} AND {conditions.named(birth.last)}")
    if query.number is not None:
        asked.append(PERSON_NUMBER.format(number=conditions.named(query.number)))
    return asked


def called(query: Query) -> str:
    """How such a person is called on the screen: the first word that was typed, and nothing else."""
    if not query.names:
        return f"{NOBODY_NAMED}　{NOBODY_NAMED}"
    word = query.names[0]
    shown = word[:2] if len(query.names) == 1 and all(map(is_kanji, word)) else word
    return f"{shown}　{NOBODY_NAMED}"
