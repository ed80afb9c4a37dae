"""再発行: a paper that was spoiled after its release gets a successor, and passes the check no more."""

from __future__ import annotations

import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from ..kinds import kind_of
from ..models import PaperRequest, State
from ..permissions import VOID
from ..queries.papers import paper_for
from ..rules.codes import new_code, serial_of
from ..sealing import seal, unseal
from .asking import detail_of, heading_of, next_id
from .setting import set_paper
from .undoing import check_reason, held, is_refunded, void

EXEMPTION = "reissue"
SAME = (
    "kind", "name", "person_id", "person_ids", "standing", "requester", "identity_check", "particulars", "asked",
    "copies", "channel", "counter",
)  # fmt: skip


def reissue(actor: Actor, *, town: Town, request_id: int, reason: str) -> PaperRequest:
    """Makes a released paper void and sets another that says the same, under a serial and a check of its own, free of
    charge; it is handed out by ``finish``. Done twice, it gives the successor that there is.

    Only on the day of the request: the record may say something else on the next, and a new request is due then.

    Raises Forbidden, PaperRequest.DoesNotExist (hidden from the actor), Refused (no reason; not released; refunded;
    another day).
    """
    paper_for(actor, request_id)
    with transaction.atomic():
        spoiled = held(request_id)
        require(actor, VOID)
        require(actor, kind_of(spoiled.kind).permission)
        made = spoiled.replacements.first() or succeed(actor, town, spoiled, reason)
    if made.state == State.REQUESTED:
        set_paper(actor, made)
        made.refresh_from_db()
    return made


def succeed(actor: Actor, town: Town, spoiled: PaperRequest, reason: str) -> PaperRequest:
    """The successor's request, and the end of the spoiled paper."""
    check_reason(reason)
    if spoiled.state != State.RELEASED:
        raise Refused(f"この請求は「{spoiled.get_state_display()}」なので、再発行できません。")
    if is_refunded(spoiled):
        raise Refused("手数料を返した紙面は、再発行できません。新しい請求として受け付けてください。")
    now = timezone.localtime()
    if timezone.localdate(spoiled.requested_at) != now.date():
        raise Refused("請求の日が変わっています。いまの記録で証明するため、新しい請求として受け付けてください。")
    number, code = next_id(), new_code()
    serial = serial_of(now.date(), number)
    void(actor, request_id=spoiled.pk, reason=f"再発行（{serial}）：{reason.strip()}"[:200])
    made = PaperRequest.objects.create(
        pk=number, serial=serial, code=code, replaces=spoiled, fee=0, exemption=EXEMPTION,
        exemption_reason=reason.strip()[:200], submission=uuid.uuid4(), fingerprint=fingerprint_of(spoiled),
        requested_at=now, user_id=actor.user_id, receiver=str(actor),
        snapshot={**spoiled.snapshot, **heading_of(town, serial, code, now), "reissue": True},
        sealed=sealed_anew(spoiled, serial), **{name: getattr(spoiled, name) for name in SAME},
    )  # fmt: skip
    detail = {**detail_of(made), "replaces": spoiled.serial}
    audit(actor, action="papers.reissue", subject=f"person:{made.person_id}", detail=detail)
    return made


def sealed_anew(spoiled: PaperRequest, serial: str) -> bytes | None:
    """The sealed part, bound to the new serial."""
    if not spoiled.sealed:
        return None
    return seal(unseal(bytes(spoiled.sealed), serial=spoiled.serial), serial=serial)


def fingerprint_of(spoiled: PaperRequest) -> str:
    """No form was filled in: the successor stands for the one before."""
    return hashlib.sha256(f"reissue {spoiled.pk}".encode()).hexdigest()
