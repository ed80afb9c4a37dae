"""The door of the organisation: who sits where on a day, who is absent, who decides in whose place."""

from .models import Absence, Deputy
from .queries.absences import away, is_absent
from .queries.deputies import covers, deputies_for, deputies_of
from .queries.seats import heads_of, last_seats, line_of, seat, seats, seats_in, seats_of
from .seats import Seat

__all__ = [
    "Absence",
    "Deputy",
    "Seat",
    "away",
    "covers",
    "deputies_for",
    "deputies_of",
    "heads_of",
    "is_absent",
    "last_seats",
    "line_of",
    "seat",
    "seats",
    "seats_in",
    "seats_of",
]
