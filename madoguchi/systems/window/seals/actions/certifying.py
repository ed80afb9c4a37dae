"""印鑑登録証明書: on the card, to whoever can say whose it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from madoguchi.engines.issuance import api as issuance
from madoguchi.engines.people.api import Fault, PeopleView, Person, PersonRecord, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from ..law import law_on
from ..models import SealStanding
from ..papers import certificate_data
from ..queries.persons import names_of
from ..queries.standings import standing_by_card
from ..rules import Stated, agrees
from ..system import USE
from .releasing import NUMBER

UNKNOWN = "この番号の、効力のある登録はありません。登録証を確かめてください。"
LOST = "この登録証は、証明書を交付できない状態です。登録証の状態を確かめてください。"
OTHERWISE = "申し出の氏名・住所・生年月日のどれかが、登録の内容と一致しません。証明書は交付できません。"
BY_CARD = "印鑑登録証の提示"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What someone who shows a card asks for (印鑑登録証明書交付申請書).

    ``stated``: what they say of the owner; ``requester`` is empty where the owner has come.
    """

    number: str
    stated: Stated
    requester: str = ""
    requester_address: str = ""
    copies: int = 1
    counter: str = ""
    exemption: str = ""
    exemption_reason: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def begin_certificate(actor: Actor, *, town: Town, asked: Asked) -> issuance.Issued:
    """Freezes a request and sets its certificate; nothing is charged yet. The same form twice is one paper.

    Raises Forbidden, Held (the owner is guarded from the actor), Refused (no such card, a card that was lost, or what
    was said is not so; the words do not tell what).
    """
    require(actor, USE)
    standing, person = certifiable(actor, asked.number)
    if not is_so(asked.stated, person):
        audit(actor, action="seals.certificate_mismatch", subject=f"person:{standing.person_id}")
        raise Refused(Fault(OTHERWISE, code="mismatch"))
    from ..paper_kinds import CERTIFICATE

    return issuance.begin(
        actor, town=town, kind=CERTIFICATE, request=request_of(asked, standing), content=content(asked.number)
    )


def certifiable(actor: Actor, number: str) -> tuple[SealStanding, PersonRecord]:
    """The registration on a card that gives certificates, and its owner. Raises Refused, Held."""
    standing = standing_by_card(number)
    if standing is None:
        raise Refused(Fault(UNKNOWN, "number"))
    try:
        person = visible_to(actor).person(standing.person_id)
    except Person.DoesNotExist:
        raise Refused(Fault(UNKNOWN, "number")) from None
    if standing.card_state != "held":
        raise Refused(Fault(LOST, "number", "lost"))
    return standing, person


def is_so(stated: Stated, person: PersonRecord) -> bool:
    """Whether what was said of the owner is so."""
    identity, dwelling = person.identity, person.dwelling
    if identity is None or dwelling is None:
        return False
    return agrees(stated, names=names_of(person), birth_on=identity.birth_on, town=dwelling.town, lot=dwelling.lot)


def request_of(asked: Asked, standing: SealStanding) -> issuance.Request:
    """The request as the engine keeps it."""
    agent = bool(asked.requester.strip())
    return issuance.Request(
        person_id=standing.person_id, requester=asked.requester if agent else asked.stated.name,
        standing=issuance.Standing.AGENT if agent else issuance.Standing.SELF, identity_check=BY_CARD,
        particulars={"address": asked.requester_address, "authority": BY_CARD} if agent else {},
        asked={NUMBER: asked.number}, copies=asked.copies, counter=asked.counter, exemption=asked.exemption,
        exemption_reason=asked.exemption_reason, submission=asked.submission,
    )  # fmt: skip


def content(number: str) -> Callable[[PeopleView], dict[str, Any]]:
    """What the certificate says, to be read when the request is written."""

    def read(view: PeopleView) -> dict[str, Any]:
        standing, person = certifiable(view.actor, number)
        if not person.is_resident:
            raise Refused("登録者は、いま住民ではありません。証明書は交付できません。")
        return certificate_data(standing, person, sex_shown=law_on(timezone.localdate()).sex_shown)

    return read
