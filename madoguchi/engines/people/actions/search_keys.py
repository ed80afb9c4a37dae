"""Keeps the search keys in step with the record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.text import (
    fold_kana,
    fold_name,
    fold_romaji,
    index_terms,
    kana_to_romaji,
    looks_like_romaji,
    to_halfwidth,
)

from ..models import Person, SearchKey
from ..queries.guards import GUARDED_SETS
from ..queries.houses import fetch
from ..queries.search_sources import Source, place_terms, sources

COLUMNS = ["gone", "guarded", "folded", "long_names", "terms", "lead", "kana", "birth_on", "place", "phone", "due_on"]
CHUNK = 2000
FOLDED_BYTES, KANA_LENGTH = 1600, 200
"""Together at most 2,400 bytes: a row of an index holds 2,704, and an act must never fail for a long name."""


def refresh_due(actor: Actor, day: date) -> int:
    """Makes the search keys anew of everyone for whom a planned event has come by ``day``; gives their number.

    To be run daily: a planned move-out turns a present resident into one who is gone. Raises Forbidden.
    """
    require(actor, "people.act")
    with transaction.atomic():
        due = SearchKey.objects.filter(due_on__lte=day).order_by("person").values_list("person", flat=True)
        persons = Person.objects.select_for_update(no_key=True).filter(pk__in=list(due)).order_by("pk")
        ids = list(persons.values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            refresh_search_keys(ids[start : start + CHUNK], day)
        if ids:
            audit(actor, action="people.refresh_search_keys", subject=f"day:{day}", detail={"count": len(ids)})
    return len(ids)


def mend_guards(actor: Actor, day: date) -> int:
    """Puts right every search key that does not say of its person what is so: guarded or not; gives their number.

    To be run daily, as a second line: the acts keep the keys themselves. Raises Forbidden.
    """
    require(actor, "people.act")
    with transaction.atomic():
        wrong = [row["person_id"] for row in fetch(WRONG, {"day": day})]
        for start in range(0, len(wrong), CHUNK):
            refresh_search_keys(wrong[start : start + CHUNK], day)
    return len(wrong)


WRONG = f"""
WITH {GUARDED_SETS}
SELECT k.person_id FROM people_searchkey k
 WHERE k.guarded AND k.person_id NOT IN (SELECT person_id FROM guarded_persons)
UNION ALL
SELECT k.person_id FROM people_searchkey k
 WHERE NOT k.guarded AND k.person_id IN (SELECT person_id FROM guarded_persons)
"""  # noqa: S608 (our own names)


def refresh_search_keys(person_ids: Iterable[int], day: date | None = None) -> None:
    """Writes the search keys of these persons anew, from the present record as it stands on a day (today, if None).

    Who has no name in it (the entry was cancelled) is found by nothing.
    """
    ids = sorted(set(person_ids))
    if not ids:
        return
    named = [source for source in sources(ids, day or timezone.localdate()) if source.names]
    SearchKey.objects.filter(person__in=set(ids) - {source.person_id for source in named}).delete()
    keys = [SearchKey(**key_columns(source)) for source in named]
    SearchKey.objects.bulk_create(keys, update_conflicts=True, unique_fields=["person"], update_fields=COLUMNS)


def key_columns(source: Source) -> dict[str, Any]:
    """The columns of ``SearchKey`` for one person."""
    folded, place = folded_names(source.names, source.kanas, source.romaji), fold_name(source.place)
    names = "\n".join(folded)
    is_long = len(names.encode()) > FOLDED_BYTES
    return {
        "person_id": source.person_id,
        "gone": not source.present,
        "guarded": source.guarded,
        "folded": "" if is_long else names,
        "long_names": names if is_long else "",
        "terms": [*index_terms(names), *place_terms(place)],
        "lead": folded[0][:2] if folded else "",
        "kana": fold_kana(source.kanas[0])[:KANA_LENGTH] if source.kanas else "",
        "birth_on": source.birth_on,
        "place": place,
        "phone": re.sub(r"\D", "", to_halfwidth(source.phone)),
        "due_on": source.due_on,
    }


def folded_names(names: Iterable[str], kanas: Iterable[str], romaji: Iterable[str]) -> list[str]:
    """Every name as it is searched, once each, in a stable order: the present one first, then kana, then Latin
    letters.
    """
    names, kanas = list(names), list(kanas)
    latin = [*romaji, *filter(looks_like_romaji, names)]
    found = [
        *(fold_name(name) for name in names),
        *(fold_kana(kana) for kana in kanas),
        *("".join(fold_romaji(word) for word in name.split()) for name in latin),
        *("".join(map(kana_in_latin, kana.split())) for kana in kanas),
    ]
    return [name for name in dict.fromkeys(found) if name]


@lru_cache(maxsize=1 << 16)
def kana_in_latin(word: str) -> str:
    """One word of kana as its Latin spelling is folded. Few words make many names."""
    return "".join(fold_romaji(part) for part in kana_to_romaji(word).split())
