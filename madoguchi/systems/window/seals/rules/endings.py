"""When a registration ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .names import Names, shows

REMOVALS = {
    "move_out": "moved_out",
    "death": "died",
    "ex_officio_removal": "removed",
    "permit_ended": "permit_ended",
    "other": "removed",
}
"""Why a person is not a resident any more → why the registration ends."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the record says of a person after an act, for good: ``removed_on`` is the day from which they are not a
    resident (None: they are), also when it lies ahead.
    """

    names: Names
    removed_on: date | None = None
    removal: str = ""
    lost_nationality_on: date | None = None


@dataclass(frozen=True)
class Ending:
    """Why a registration ends, and the first day on which it is not in force."""

    reason: str
    on: date


def ending_of(situation: Situation, *, text: str, event_on: date, ignored: Sequence[str]) -> Ending | None:
    """The earliest ending that the record makes due, None for none. ``text``: what the seal shows.

    ``event_on`` is the day of the act, for a change of name. A change of address alone ends nothing.
    """
    found = []
    if situation.removed_on:
        found.append(Ending(REMOVALS.get(situation.removal, "removed"), situation.removed_on))
    if situation.lost_nationality_on:
        found.append(Ending("nationality", situation.lost_nationality_on))
    if not shows(text, situation.names, ignored=ignored):
        found.append(Ending("name_changed", event_on))
    return min(found, key=lambda ending: ending.on, default=None)
