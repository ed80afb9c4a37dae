"""The door of the log-in: asking again who someone is, and what waits for those who look after it."""

from .emergency import waiting as emergencies_to_review
from .people import BREAK_GLASS, RECOVER, REVIEW, holders
from .proving import ask_again, recent
from .recovery import to_decide as recoveries_to_decide
from .sessions import proved_within
from .telling import tell

__all__ = [
    "BREAK_GLASS",
    "RECOVER",
    "REVIEW",
    "ask_again",
    "emergencies_to_review",
    "holders",
    "proved_within",
    "recent",
    "recoveries_to_decide",
    "tell",
]
