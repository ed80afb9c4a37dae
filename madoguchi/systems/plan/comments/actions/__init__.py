"""Every write of consultations and comments: one transaction, one audit entry."""

from .answering import answer, assign, publish, take_apart
from .commenting import comment
from .opening import announce, see_contact, write

__all__ = ["announce", "answer", "assign", "comment", "publish", "see_contact", "take_apart", "write"]
