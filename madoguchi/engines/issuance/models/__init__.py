"""Tables of issuing: request → paper → charge → release, each bound to the one before and to the same person."""

from .money import Closing, Drawer, FeeLine, LineKind
from .papers import IssuedPaper, PaperRequest, Printing, Release, State, Voiding
from .seals import OfficialSeal

__all__ = [
    "Closing",
    "Drawer",
    "FeeLine",
    "IssuedPaper",
    "LineKind",
    "OfficialSeal",
    "PaperRequest",
    "Printing",
    "Release",
    "State",
    "Voiding",
]
