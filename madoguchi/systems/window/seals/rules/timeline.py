"""What stands when, from what was done: the acts of one registration give its periods, whatever their order was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Event:
    """An act as it bears on the periods. ``number`` orders acts of one day; a cancelled ending ends nothing."""

    number: int
    kind: Literal["card", "end", "other"]
    on: date
    card: int | None = None
    card_state: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class Span:
    """The registration is in force from ``since`` until ``until`` (None: open) with this card in this state."""

    since: date
    until: date | None
    card: int
    card_state: str
    ended_by: int | None = None


def spans(events: Sequence[Event]) -> list[Span]:
    """The periods of a registration, without gaps, in order; none where it ended on the day it began.

    The first act on a card begins it. The earliest ending that is not cancelled bounds it; of two on one day, the
    one that was recorded first.
    """
    cards = sorted((each for each in events if each.kind == "card"), key=lambda each: (each.on, each.number))
    ends = [each for each in events if each.kind == "end" and not each.cancelled]
    end = min(ends, key=lambda each: (each.on, each.number), default=None)
    open_spans = [
        Span(each.on, following.on if following else None, each.card or 0, each.card_state)
        for each, following in zip(cards, [*cards[1:], None], strict=True)
    ]
    return bounded([span for span in open_spans if span.until is None or span.since < span.until], end)


def bounded(found: Sequence[Span], end: Event | None) -> list[Span]:
    """The periods up to an ending."""
    if end is None:
        return list(found)
    kept = [span for span in found if span.since < end.on]
    if not kept:
        return []
    return [*kept[:-1], replace(kept[-1], until=end.on, ended_by=end.number)] if reaches(kept[-1], end) else kept


def reaches(span: Span, end: Event) -> bool:
    """Whether a period reaches the ending."""
    return span.until is None or span.until >= end.on
