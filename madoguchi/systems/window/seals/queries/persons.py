"""What the rules need to know of a person."""

from __future__ import annotations

from datetime import date

from madoguchi.engines.people.api import PersonRecord

from ..law import law_on
from ..models import SealApplication, SealStanding
from ..rules import Applicant, Names, Refusal, person_faults


def names_of(record: PersonRecord) -> Names:
    """The names that a seal may show."""
    identity = record.identity
    if identity is None:
        return Names(name="")
    return Names(
        name=identity.name,
        family=identity.family_name,
        given=identity.given_name,
        former=identity.former_family_name,
        alias=identity.alias,
        kana=identity.name_kana,
    )


def applicant_of(record: PersonRecord, on: date, *, besides: int = 0) -> Applicant:
    """What decides whether the person may register on a day; ``besides``: the application that is being decided."""
    identity, person_id = record.identity, record.person.pk
    open_applications = SealApplication.objects.filter(person=person_id, state__in=SealApplication.OPEN)
    return Applicant(
        is_resident=record.is_resident,
        birth_on=identity.birth_on if identity else None,
        is_ward=bool(identity and identity.is_ward),
        is_registered=SealStanding.versions.as_of(on).filter(person=person_id).exists(),
        in_progress=open_applications.exclude(pk=besides).exists(),
    )


def barred(record: PersonRecord, on: date) -> list[Refusal]:
    """The grounds in the person that no way of applying overcomes on that day, said before a form is filled in."""
    return person_faults(applicant_of(record, on), on, law_on(on), accompanied=True, in_person=True)
