"""Words by which drafts are found: number, title, matter, drafter and division, folded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from madoguchi.foundation.text import bigrams, fold_name

from .kinds import kinds
from .models import Draft

MOST = 1500
"""So many folded characters of a draft are looked in."""


def search_columns(draft: Draft) -> dict[str, Any]:
    """The columns ``folded`` and ``terms`` of a draft."""
    kind = kinds().get(draft.kind)
    matter = [words for _, words in kind.rows(draft.content)] if kind else []
    named = [draft.number, draft.title, draft.drafter_name, draft.division_name]
    folded = "\n".join(filter(None, (fold_name(each) for each in [*named, *matter])))[:MOST]
    return {"folded": folded, "terms": bigrams(folded)}


def words_of(text: str) -> list[str]:
    """What is looked for: each word folded."""
    return [folded for word in text.split() if (folded := fold_name(word))]


def asked_terms(words: Iterable[str]) -> list[str]:
    """The pairs that all must be there; none for words of one character."""
    return list(dict.fromkeys(pair for word in words if len(word) > 1 for pair in bigrams(word)))
