"""Reads of the registration of seals."""

from .applications import application_of, open_applications
from .history import timeline_of
from .standings import standing_by_card, standing_of
from .work import work

__all__ = [
    "application_of",
    "open_applications",
    "standing_by_card",
    "standing_of",
    "timeline_of",
    "work",
]
