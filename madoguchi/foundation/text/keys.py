"""Index terms for finding a part of a name: bigrams and unigrams in a GIN-indexed `text[]`.

Stored: `index_terms` of the folded name. Asked: `terms @> query_terms(part)`, then rechecked with
`folded LIKE '%part%'`, since all bigrams may be present without standing together. A part of one character asks for
its unigram, a longer one for its bigrams alone (far more selective), so any part of one or more characters finds every
name that holds it.
"""

from __future__ import annotations


def bigrams(folded: str) -> list[str]:
    """The pairs of neighbouring characters, each once, in order; the character itself for a text of one.

    Line feeds separate names: no pair crosses one.
    """
    found: dict[str, None] = {}
    for line in folded.split("\n"):
        pairs = [line[at : at + 2] for at in range(len(line) - 1)] or [line]
        found.update(dict.fromkeys(pair for pair in pairs if pair))
    return list(found)


def index_terms(folded: str) -> list[str]:
    """What to store for a folded text: its bigrams, then its single characters, each once."""
    return list(dict.fromkeys([*bigrams(folded), *folded.replace("\n", "")]))


def query_terms(folded: str) -> list[str]:
    """What to ask for a folded part of a name (one line): all of these must be stored. Empty for an empty text."""
    return bigrams(folded)
