"""Tables of the resident record."""

from madoguchi.foundation.history.models import Version

from .acts import Act, ActKind, Proposal
from .entities import Household, Person, PersonKind
from .openings import Opening
from .protection import (
    AgencyKind,
    EndReason,
    Hold,
    HoldReason,
    ProtectedPerson,
    ProtectionCase,
    ProtectionEnding,
    ProtectionKind,
)
from .search import SearchKey
from .versions import (
    Contact,
    Dwelling,
    Identity,
    IndividualNumber,
    Membership,
    Permit,
    PersonVersion,
    Removal,
    RemovalReason,
    ResidentCode,
)

VERSION_MODELS: tuple[type[Version], ...] = (
    Identity,
    Membership,
    Dwelling,
    Permit,
    Removal,
    ResidentCode,
    IndividualNumber,
    Contact,
)

__all__ = [
    "VERSION_MODELS",
    "Act",
    "ActKind",
    "AgencyKind",
    "Contact",
    "Dwelling",
    "EndReason",
    "Hold",
    "HoldReason",
    "Household",
    "Identity",
    "IndividualNumber",
    "Membership",
    "Opening",
    "Permit",
    "Person",
    "PersonKind",
    "PersonVersion",
    "Proposal",
    "ProtectedPerson",
    "ProtectionCase",
    "ProtectionEnding",
    "ProtectionKind",
    "Removal",
    "RemovalReason",
    "ResidentCode",
    "SearchKey",
]
