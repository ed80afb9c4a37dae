"""Which registrations are in force."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ..models import SealStanding
from ..rules import valid_number

RELATED = ("registration", "card", "impression")


def standing_of(person_id: int, *, on: date | None = None) -> SealStanding | None:
    """The registration of a person that is in force on a day (today), None for none."""
    rows = SealStanding.versions.as_of(on or timezone.localdate()).select_related(*RELATED)
    found: SealStanding | None = rows.filter(person=person_id).first()
    return found


def standing_by_card(number: str, *, on: date | None = None) -> SealStanding | None:
    """The registration in force whose card bears the number; None also for a number with a wrong check digit."""
    if not valid_number(number):
        return None
    rows = SealStanding.versions.as_of(on or timezone.localdate()).select_related(*RELATED)
    found: SealStanding | None = rows.filter(card__number=number).first()
    return found
