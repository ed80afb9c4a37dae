"""Seeing before saving: the very act is done and taken back, so that what is shown is what would be recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import OfficeCalendar

from ..errors import Caution
from ..law import notice_deadline
from ..models import Act
from ..queries.acts import subjects_of
from ..queries.doubts import Doubts, doubts
from ..queries.houses import houses
from ..queries.visible import PeopleView
from ..rules import cautions as rules
from ..snapshots import House
from .recording import taken_back


@dataclass(frozen=True)
class Preview:
    """Households before and after an act (as of the event's day) as the actor may see them, and what a person must
    judge.

    A number below zero stands for a 宛名番号 or 世帯番号 that is given when the act is recorded.
    """

    before: tuple[House, ...]
    after: tuple[House, ...]
    cautions: tuple[Caution, ...]


class TakenBackError(Exception):
    """Leaves the transaction without a trace."""


@dataclass(frozen=True)
class Shown:
    """What was read while the act stood."""

    act: Act
    day: date
    household_ids: frozenset[int]
    after: dict[int, House]
    doubts: Doubts


def preview(action: Callable[..., Act], actor: Actor, **arguments: Any) -> Preview:
    """What ``action(actor, **arguments)`` would do, without doing it: no row, number, audit entry or lock remains.

    Raises what the act raises (Refused, Stale, Forbidden).
    """
    shown = try_out(action, actor, arguments)
    view = PeopleView(actor)
    before = view.seen_houses(houses(shown.household_ids, on=shown.day).values())
    after = view.seen_houses(shown.after.values())
    return Preview(before, after, tuple(cautions(shown, before, after)))


def try_out(action: Callable[..., Act], actor: Actor, arguments: dict[str, Any]) -> Shown:
    """Does the act, reads what it made of the record, and takes it back."""
    mark = taken_back.set(True)
    try:
        with transaction.atomic():
            act = action(actor, **arguments)
            shown = look(act, frozenset(arguments["notice"].expected), actor)
            raise TakenBackError
    except TakenBackError:
        return shown
    finally:
        taken_back.reset(mark)


def look(act: Act, expected: frozenset[int], actor: Actor) -> Shown:
    """The households and the doubts as the act leaves them, the doubts as far as the actor may be told."""
    day = act.cancels.event_on if act.cancels else act.event_on
    persons, touched = subjects_of(act)
    after = houses(touched | expected, on=day)
    return Shown(act, day, touched | expected, after, doubts(act, persons, actor))


def cautions(shown: Shown, before: Sequence[House], after: Sequence[House]) -> list[Caution]:
    """What a person must judge, from the dates, from how the households stood and will stand, and from the doubts."""
    act, found = shown.act, shown.doubts
    then = {house.id: house for house in after}
    calendar = OfficeCalendar()
    deadline = notice_deadline(act.kind, act.event_on, calendar)
    return [
        *rules.lateness(deadline.day if deadline else None, act.notified_on),
        *rules.long_ago(act.event_on, found.today),
        *(each for old in before for each in rules.parting(old, then.get(old.id), shown.day, act.kind)),
        *rules.permit_cautions(found.permits, shown.day),
        *rules.alike(found.alike),
        *rules.neighbours(found.neighbours),
        *rules.waiting(found.waiting),
        *rules.joined_later(found.joined_later),
    ]
