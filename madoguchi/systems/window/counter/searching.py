"""The search of the counter: hits with the variant characters that were found too."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.engines.people.api import Hit, PeopleView, Query, Stub, understand
from madoguchi.foundation.text import is_kanji, representative, variants_of

SIZE = 4


@dataclass(frozen=True)
class Found:
    """A hit, and its name in pieces: (text, whether it is another form of a character that was typed)."""

    hit: Hit
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Search:
    """What was typed, what was found, and which forms of the typed kanji were looked for as well.

    ``held``: someone may be meant whom a supervisor serves.
    """

    text: str
    found: tuple[Found, ...] = ()
    more: bool = False
    variants: str = ""
    held: Stub | None = None

    @property
    def asked(self) -> bool:
        """Whether anything was typed."""
        return bool(self.text)


def search(view: PeopleView, text: str) -> Search:
    """Looks for what was typed in the one box; nothing for an empty box."""
    text = text.strip()[:100]
    if not text:
        return Search("")
    query = understand(text)
    page = view.search(query, size=SIZE)
    kanji = kanji_of(query)
    found = tuple(Found(hit, pieces(hit.name, kanji)) for hit in page.hits)
    return Search(text, found, page.after is not None, variants_line(kanji), page.held)


def kanji_of(query: Query) -> tuple[str, ...]:
    """The kanji that were typed as parts of names, each once."""
    return tuple(dict.fromkeys(char for name in query.names for char in name if is_kanji(char)))


def variants_line(kanji: tuple[str, ...]) -> str:
    """辺・邉・邊: the forms that were looked for, by the characters that have any."""
    groups = ["・".join((char, *variants_of(char)[:4])) for char in kanji if variants_of(char)]
    return "、".join(groups)


def pieces(name: str, kanji: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """The name with the characters that stand for a typed one in another form set apart."""
    wanted = {representative(char) for char in kanji}
    return tuple((char, char not in kanji and is_kanji(char) and representative(char) in wanted) for char in name)
