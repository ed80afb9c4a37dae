"""Tables of the registration of seals."""

from .applications import ApplicationStep, SealApplication
from .impressions import Impression, Scan
from .registrations import CardState, EndReason, SealAct, SealCard, SealNotice, SealRegistration, SealStanding

__all__ = [
    "ApplicationStep",
    "CardState",
    "EndReason",
    "Impression",
    "Scan",
    "SealAct",
    "SealApplication",
    "SealCard",
    "SealNotice",
    "SealRegistration",
    "SealStanding",
]
