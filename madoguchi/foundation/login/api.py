"""The door of the log-in: asking again who someone is, closing it, and what waits for those who look after it."""

from .closing import close_login, end_all_sessions, open_login
from .emergency import waiting as emergencies_to_review
from .people import BREAK_GLASS, RECOVER, REVIEW, holders
from .proving import ask_again, recent
from .recovery import to_decide as recoveries_to_decide
from .sessions import open_sessions, proved_within
from .telling import tell

__all__ = [
    "BREAK_GLASS",
    "RECOVER",
    "REVIEW",
    "ask_again",
    "close_login",
    "emergencies_to_review",
    "end_all_sessions",
    "holders",
    "open_login",
    "open_sessions",
    "proved_within",
    "recent",
    "recoveries_to_decide",
    "tell",
]
