"""What an act is given: notices, persons, relations. Plain values, checked by ``rules``."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from .snapshots import Address


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The notice of an act.

    Attributes:
        event_on: 異動日.
        notified_on: 届出日; None for an act without a notice (職権).
        submission: made by the form, so that the same form sent twice is one act.
        expected: household id → revision that the clerk saw; an act on a household that changed since is refused.
    """

    event_on: date
    notified_on: date | None = None
    event_uncertain: bool = False
    notifier: str = ""
    identity_check: str = ""
    approver: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)
    expected: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Who a person is: the columns of ``Identity``."""

    name: str
    family_name: str = ""
    given_name: str = ""
    name_kana: str = ""
    family_kana: str = ""
    given_kana: str = ""
    kana_confirmed: str = ""
    name_romaji: str = ""
    alias: str = ""
    alias_kana: str = ""
    former_family_name: str = ""
    former_family_kana: str = ""
    birth_on: date | None = None
    birth_uncertain: bool = False
    birth_text: str = ""
    sex: str = ""
    is_foreign: bool = False
    domicile: str = ""
    domicile_town: str = ""
    domicile_lot: str = ""
    domicile_lg_code: str = ""
    domicile_town_code: str = ""
    koseki_head: str = ""
    koseki_head_family: str = ""
    koseki_head_given: str = ""
    is_ward: bool = False
    corporate_number: str = ""

    def columns(self) -> dict[str, Any]:
        """Column → value for ``Identity``."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class PermitFacts:
    """在留情報: the columns of ``Permit``."""

    card_number: str = ""
    card_kind: str = ""
    country_code: str = ""
    country: str = ""
    article30_45: str = ""
    address_notified: str = ""
    status_code: str = ""
    status: str = ""
    years: int | None = None
    months: int | None = None
    days: int | None = None
    expires_on: date | None = None
    resident_since: date | None = None
    resident_since_uncertain: bool = False

    def columns(self) -> dict[str, Any]:
        """Column → value for ``Permit``."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A person who enters the record: someone new, or (``person_id``) someone the town has known before."""

    facts: PersonFacts
    relation: tuple[str, ...]
    person_id: int | None = None
    permit: PermitFacts | None = None
    resident_code: str = ""
    individual_number: str = ""
    phone: str = ""
    previous_address: Address = field(default_factory=Address)


Relations = Mapping[int, tuple[str, ...]]
"""Person id → codes of the relation to the head: restates a household when its head changes. ``("02",)`` names the
head.
"""
