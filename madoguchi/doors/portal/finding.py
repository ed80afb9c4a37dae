"""Finds procedures by a few words, in any kana, width or case. Pure: procedures come in, procedures go out."""

import unicodedata
from collections.abc import Iterable, Sequence

from madoguchi.foundation.registry import Procedure
from madoguchi.foundation.text import fold_kana

from .life import LIFE_EVENTS, LifeEvent

OFTEN = 4


def fold(text: str) -> str:
    """The form in which words are compared: one width, one case, one kana, no spaces."""
    return fold_kana(unicodedata.normalize("NFKC", text).casefold())


def find(procedures: Iterable[Procedure], query: str) -> list[Procedure]:
    """Procedures that hold every word of ``query``, those that bear it in their name first.

    Looks into name, keywords, life events (in Japanese and in the page's language), division, law and description.
    An empty query finds all.
    """
    words = [fold(word) for word in query.split() if fold(word)]
    ranked = [(rank(procedure, words), order, procedure) for order, procedure in enumerate(procedures)]
    hits = [hit for hit in ranked if hit[0] is not None]
    return [procedure for _rank, _order, procedure in sorted(hits, key=lambda hit: (hit[0], hit[1]))]


def rank(procedure: Procedure, words: Sequence[str]) -> int | None:
    """How far from the name the worst word was found (0 is the name itself), None where one is nowhere."""
    places = searched(procedure)
    found = [next((depth for depth, place in enumerate(places) if word in place), None) for word in words]
    if None in found:
        return None
    return max((depth for depth in found if depth is not None), default=0)


def searched(procedure: Procedure) -> list[str]:
    """The texts in which a procedure is looked for, nearest first."""
    events = [event for event in LIFE_EVENTS if event.slug in procedure.life_events]
    return [
        fold(procedure.name),
        fold("\n".join(procedure.keywords)),
        fold("\n".join(word for event in events for word in (str(event.name), str(event.examples), *event.words))),
        fold("\n".join([procedure.form, procedure.division, procedure.law, procedure.description])),
    ]


def of_event(procedures: Iterable[Procedure], event: LifeEvent) -> list[Procedure]:
    """The procedures of a life event."""
    return [procedure for procedure in procedures if event.slug in procedure.life_events]


def often(procedures: Sequence[Procedure]) -> list[Procedure]:
    """A few procedures to begin with: the first of each of the first life events that have any."""
    firsts = [found[0] for event in LIFE_EVENTS if (found := of_event(procedures, event))]
    return list({procedure.code: procedure for procedure in firsts}.values())[:OFTEN]
