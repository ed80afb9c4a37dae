"""Law of each act, from ``acts.yaml``: article, and until when residents must give notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from madoguchi.foundation.calendar import Deadline, OfficeCalendar


@dataclass(frozen=True)
class ActLaw:
    """The article of an act, and the days within which its notice is due (None: no period).

    ``first_day_counts``: the day of the event is the first (戸籍法第43条), else the day after it (民法第140条).
    """

    article: str
    due: int | None = None
    first_day_counts: bool = False


@cache
def laws() -> dict[str, ActLaw]:
    """Kind of act → its law."""
    entries = yaml.safe_load((Path(__file__).parent / "acts.yaml").read_text(encoding="utf-8"))
    return {kind: ActLaw(**entry) for kind, entry in entries.items()}


def law_of(kind: str) -> ActLaw:
    """The law of a kind of act. Raises KeyError for an unknown kind."""
    return laws()[kind]


def notice_deadline(kind: str, event_on: date, calendar: OfficeCalendar) -> Deadline | None:
    """The last day of the notice, moved to a day on which the office is open; None where no period is set."""
    law = law_of(kind)
    if law.due is None:
        return None
    return calendar.deadline(event_on, law.due, first_day_counts=law.first_day_counts)
