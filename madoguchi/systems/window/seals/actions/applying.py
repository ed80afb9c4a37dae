"""Applications: received, approved in doubt, withdrawn, refused."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.approvals.api import put_forward_about
from madoguchi.engines.people.api import Fault, Person, PersonRecord, Refused, translated, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.towns.models import Town

from ..law import law_on
from ..models import Scan, SealApplication, SealStanding
from ..queries.cautions import cautions_of
from ..queries.persons import applicant_of, names_of
from ..queries.standings import standing_by_card
from ..rules import GROUNDS, Basis, Refusal, Route, basis_of, impression_faults, person_faults, route_faults
from ..store import keep_impression
from ..system import APPROVE, USE
from .inquiring import send_letter
from .recording import lock_person, refuse_with
from .steps import close, open_application, step

State, Approval = SealApplication.State, SealApplication.Approval
UNKNOWN_GUARANTOR = "保証人の登録証番号に当たる登録がありません。番号を確かめてください。"


@dataclass(frozen=True, kw_only=True)
class SealRequest:
    """What an application says (登録申請書), and what the clerk saw.

    ``scan``: token of the picture that was read. ``ticked``: codes of the checks that eyes made. ``doubt``: what a
    second person shall decide.
    """

    person_id: int
    route: Route
    scan: uuid.UUID | None
    text: str
    ticked: Sequence[str] = ()
    identity_check: str = ""
    accompanied: bool = False
    proxy_name: str = ""
    proxy_address: str = ""
    mandate: bool = False
    guarantor_number: str = ""
    doubt: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def apply(actor: Actor, *, town: Town, request: SealRequest) -> SealApplication:
    """Receives an application. By letter, the letter is made at once; otherwise the seal can be registered next.

    With a caution that a second person must judge, or in doubt, it waits for approval. The same form twice is one
    application. Raises Forbidden, Refused with every ground at once.
    """
    require(actor, USE)
    with transaction.atomic():
        lock_person(request.person_id)
        if done := SealApplication.objects.filter(submission=request.submission).first():
            return done
        today = timezone.localdate()
        person = visible_to(actor).person(request.person_id)
        scan = Scan.objects.filter(token=request.scan, user_id=actor.user_id).first() if request.scan else None
        guarantor, guarantor_faults = guarantor_of(actor, request, today)
        refuse_with(faults_of(request, person, scan, today, guarantor_faults))
        assert scan is not None
        application = receive(actor, request, person, scan, guarantor, today)
        if application.approval == Approval.WAITING:
            with translated():
                put_forward_about(actor, application)
        elif request.route.by_letter:
            send_letter(actor, town=town, application_id=application.pk)
            application.refresh_from_db()
    return application


def faults_of(
    request: SealRequest, person: PersonRecord, scan: Scan | None, on: date, guarantor_faults: tuple[str, ...]
) -> list[Refusal]:
    """Every ground on which the application cannot be received."""
    law = law_on(on)
    in_person = request.route != Route.PROXY
    faults = person_faults(applicant_of(person, on), on, law, accompanied=request.accompanied, in_person=in_person)
    faults += route_faults(
        request.route, identity_check=request.identity_check, proxy_name=request.proxy_name, mandate=request.mandate,
        guarantor_faults=guarantor_faults,
    )  # fmt: skip
    if scan is None:
        return [*faults, Refusal("not_measured", "picture", "印影の画像を読み取ってください。")]
    return faults + impression_faults(
        request.text, names_of(person), law, width=scan.width_mm, height=scan.height_mm, ticked=request.ticked
    )


def guarantor_of(actor: Actor, request: SealRequest, on: date) -> tuple[SealStanding | None, tuple[str, ...]]:
    """The guarantor's registration by the number of their card, or why there is none that counts."""
    if request.route != Route.GUARANTOR:
        return None, ()
    standing = standing_by_card(request.guarantor_number, on=on)
    if standing is None:
        return None, (UNKNOWN_GUARANTOR,)
    if standing.person_id == request.person_id:
        return None, ("申請者は、自分の保証人にはなれません。",)
    if standing.card_state != "held":
        return None, ("保証人の登録証は、亡失などで使えない状態です。",)
    try:
        visible_to(actor).person(standing.person_id)
    except Person.DoesNotExist:
        return None, (UNKNOWN_GUARANTOR,)
    return standing, ()


def receive(
    actor: Actor, request: SealRequest, person: PersonRecord, scan: Scan, guarantor: SealStanding | None, on: date
) -> SealApplication:
    """Writes the application. Raises Refused where the very same impression stands already."""
    impression = keep_impression(scan)
    if SealStanding.versions.as_of(on).filter(impression=impression).exists():
        raise Refused(Fault(GROUNDS["same_seal"], "picture", "same_seal"))
    cautions = cautions_of(scan, impression, person, on)
    waits = bool(request.doubt) or any(caution.decides for caution in cautions)
    basis = basis_of(request.text, names_of(person), ignored=law_on(on).ignored_endings) or Basis.COMBINED
    application = SealApplication.objects.create(
        person=person.person, route=request.route, applied_on=on, user_id=actor.user_id, receiver=str(actor),
        impression=impression, text=request.text.strip(), basis=basis, checks=list(request.ticked),
        cautions=[caution.as_json() for caution in cautions], doubt=request.doubt,
        identity_check=request.identity_check, accompanied=request.accompanied, proxy_name=request.proxy_name,
        proxy_address=request.proxy_address, guarantor=guarantor.registration if guarantor else None,
        approval=Approval.WAITING if waits else Approval.NONE, submission=request.submission,
    )  # fmt: skip
    scan.delete()
    step(actor, application, application.get_route_display())
    return application


def approve(actor: Actor, *, application_id: int, note: str = "") -> SealApplication:
    """A second person decides that the application may go on.

    Raises Forbidden, Refused (not waiting; received by the same person).
    """
    require(actor, APPROVE)
    with transaction.atomic():
        application = open_application(actor, application_id)
        if application.approval != Approval.WAITING:
            raise Refused("この申請は、承認を待っていません。")
        if application.user_id is not None and application.user_id == actor.user_id:
            raise Refused("自分が受け付けた申請は、自分では承認できません。ほかの承認者に依頼してください。")
        application.approval, application.approver = Approval.GIVEN, str(actor)
        application.save(update_fields=["approval", "approver"])
        step(actor, application, f"承認：{note}" if note else "承認")
    return application


def withdraw(actor: Actor, *, application_id: int, note: str) -> SealApplication:
    """The person takes the application back. Raises Forbidden, Refused (closed already)."""
    require(actor, USE)
    with transaction.atomic():
        application = open_application(actor, application_id)
        close(actor, application, State.WITHDRAWN, note or "申請者の申出")
    return application


def refuse(
    actor: Actor, *, person_id: int, grounds: Sequence[str], note: str = "", application_id: int | None = None,
    route: Route = Route.IN_PERSON, submission: uuid.UUID | None = None,
) -> SealApplication:  # fmt: skip
    """Refuses a registration (不受理) on grounds, of an application or of someone who has just asked.

    Raises Forbidden, Refused (no ground; closed already).
    """
    require(actor, USE)
    if not grounds or not set(grounds) <= GROUNDS.keys():
        raise Refused(Fault("不受理の理由を選んでください。", "grounds"))
    visible_to(actor).admit([person_id])
    with transaction.atomic():
        lock_person(person_id)
        if submission and (done := SealApplication.objects.filter(submission=submission).first()):
            return done
        if application_id is None:
            application = SealApplication(
                person_id=person_id, route=route, applied_on=timezone.localdate(), user_id=actor.user_id,
                receiver=str(actor), submission=submission or uuid.uuid4(),
            )  # fmt: skip
        else:
            application = open_application(actor, application_id)
        application.grounds = list(grounds)
        close(actor, application, State.REFUSED, note or GROUNDS[grounds[0]])
    return application
