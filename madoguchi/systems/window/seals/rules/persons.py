"""Who may register a seal, and by which way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madoguchi.foundation.calendar import legal_age_on

from ..law import Law
from .refusals import Refusal


class Route(StrEnum):
    """How it is made sure that the application is the person's own will."""

    IN_PERSON = "in_person"
    GUARANTOR = "guarantor"
    INQUIRY = "inquiry"
    PROXY = "proxy"

    @property
    def by_letter(self) -> bool:
        """Whether the will is asked for by a letter (照会書) to the registered address."""
        return self in {Route.INQUIRY, Route.PROXY}


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """What of a person decides whether they may register."""

    is_resident: bool
    birth_on: date | None
    is_ward: bool = False
    is_registered: bool = False
    in_progress: bool = False


def person_faults(applicant: Applicant, on: date, law: Law, *, accompanied: bool, in_person: bool) -> list[Refusal]:
    """Every ground in the person on which the registration cannot be on that day.

    ``accompanied``: the statutory representative is there; ``in_person``: the person is.
    """
    faults = []
    if not applicant.is_resident:
        faults.append(Refusal("not_resident"))
    if not old_enough(applicant.birth_on, on, law):
        faults.append(Refusal("too_young", words=f"{law.minimum_age}歳に達していないため、登録できません。"))
    if applicant.is_ward and not (law.ward_accompanied and accompanied and in_person):
        faults.append(Refusal("ward", "accompanied"))
    if applicant.is_registered:
        faults.append(Refusal("registered"))
    if applicant.in_progress:
        faults.append(Refusal("in_progress"))
    return faults


def old_enough(birth_on: date | None, on: date, law: Law) -> bool:
    """Whether the age is reached on the day; someone whose birth date is not known is left to the clerk's eyes."""
    if birth_on is None:
        return True
    return birth_on <= on and legal_age_on(birth_on, on) >= law.minimum_age


def route_faults(
    route: Route, *, identity_check: str, proxy_name: str, mandate: bool, guarantor_faults: tuple[str, ...] = ()
) -> list[Refusal]:
    """What a way asks for and is not there. ``mandate``: 委任状 or 代理権授与通知書 was seen."""
    faults = []
    if route == Route.IN_PERSON and not identity_check:
        faults.append(
            Refusal("identity", "identity_check", "官公署が発行した顔写真付きの本人確認書類を選んでください。")
        )
    if route == Route.PROXY and not proxy_name.strip():
        faults.append(Refusal("mandate", "proxy_name", "代理人の氏名を入れてください。"))
    if route == Route.PROXY and not mandate:
        faults.append(Refusal("mandate", "mandate", "委任状または代理権授与通知書を確かめてください。"))
    if route == Route.GUARANTOR:
        faults += [Refusal("guarantor", "guarantor_number", words) for words in guarantor_faults]
    return faults
