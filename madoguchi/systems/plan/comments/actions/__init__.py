"""Every write of consultations and comments: one transaction, one audit entry."""

from .answering import answer, assign, publish, release, take_apart
from .commenting import comment, enter
from .opening import announce, see_contact, write

__all__ = [
    "announce",
    "answer",
    "assign",
    "comment",
    "enter",
    "publish",
    "release",
    "see_contact",
    "take_apart",
    "write",
]
