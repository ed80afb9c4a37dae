"""A request: frozen and committed before anything is set or charged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madoguchi.engines.people.api import Fault, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from ..fees import Tariff, tariff
from ..heading import heading, seal_on
from ..inputs import Channel, Content, PaperKind, Request
from ..models import PaperRequest, State
from ..rules.codes import new_code, serial_of
from ..rules.standings import OUTSIDERS, Standing, lacking
from ..sealing import seal

UNIQUE_VIOLATION = "23505"
NEXT_ID = "SELECT nextval(pg_get_serial_sequence('issuance_paperrequest', 'id'))"


def ask(actor: Actor, *, town: Town, kind: PaperKind, request: Request, content: Content) -> PaperRequest:
    """Freezes what is asked for and what the record says, under a serial of its own. Commits nothing else.

    The same submission again gives the request that it made; another request under it is refused.

    Raises Forbidden, Refused (law asks for more; the record does not give this paper).
    """
    require(actor, kind.permission)
    check(kind, request)
    try:
        with transaction.atomic():
            return asked_already(kind, request) or write_request(actor, town, kind, request, content)
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") == UNIQUE_VIOLATION and (done := asked_already(kind, request)):
            return done  # the other click came first
        raise


def check(kind: PaperKind, request: Request) -> None:
    """Raises Refused with everything that law asks for and the request does not say."""
    faults = [Fault(sentence, key) for key, sentence in lacking(request.standing, request.particulars)]
    if request.standing not in kind.standings:
        faults.append(Fault(f"{kind.name}は、この立場の人には交付できません。", "standing"))
    if request.person_id not in request.named:
        faults.append(Fault("請求の対象の人が、証明書に載っていません。"))
    if not request.requester.strip() or not request.identity_check.strip():
        faults.append(Fault("請求者の氏名と本人確認の方法を入れてください（住民基本台帳法第12条第3項）。", "requester"))
    if faults:
        raise Refused(faults)


def asked_already(kind: PaperKind, request: Request) -> PaperRequest | None:
    """The request of the same form sent before. Raises Refused where the form was filled anew in between."""
    done = PaperRequest.objects.filter(submission=request.submission).first()
    if done and done.fingerprint != request.fingerprint(kind):
        message = (
            f"この画面からは、既に「{done.name}」（{done.serial}）を受け付けています。今回の内容では受け付けていません。"
            "新しい請求は、画面を開き直して入力してください。"
        )
        raise Refused(Fault(message, code="used"))
    return done


def write_request(actor: Actor, town: Town, kind: PaperKind, request: Request, content: Content) -> PaperRequest:
    """The row of the request, with what the paper will say."""
    now = timezone.localtime()
    number, code = next_id(), new_code()
    serial = serial_of(now.date(), number)
    snapshot, sealed = frozen(actor, town, request, content, heading_of(town, serial, code, now))
    made = PaperRequest.objects.create(
        pk=number, serial=serial, code=code, kind=kind.code, name=kind.name, person_id=request.person_id,
        person_ids=list(request.named), snapshot=snapshot, sealed=seal(sealed, serial=serial) if sealed else None,
        requested_at=now, user_id=actor.user_id, receiver=str(actor), fingerprint=request.fingerprint(kind),
        **columns(request), **money(request, kind, tariff(now.date(), town.schema_name)),
    )  # fmt: skip
    audit(actor, action="papers.request", subject=f"person:{made.person_id}", detail=detail_of(made))
    return made


def next_id() -> int:
    """The next number, from the table's own sequence: nobody waits for anybody."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_ID)
        return int(cursor.fetchone()[0])


def heading_of(town: Town, serial: str, code: str, now: datetime) -> dict[str, Any]:
    """The common part of the paper, with the seal in use. Raises Refused in service without one."""
    top = heading(town, serial, now.date(), specimen=settings.MADOGUCHI_DEMO, code=code)
    seal = seal_on(now.date())
    if seal is None and not settings.MADOGUCHI_DEMO:
        raise Refused("きょう使う公印の印影が登録されていません。公印の管理者に連絡してください。")
    return {**top, "seal": {"id": seal.pk, "sha256": seal.sha256}} if seal else top


def frozen(
    actor: Actor, town: Town, request: Request, content: Content, top: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the paper says: the open part, and the part that is sealed."""
    said = content(visible_to(actor))
    sealed = said.pop("sealed", {})
    return {**top, **said, "reissue": request.replaces is not None}, sealed


def columns(request: Request) -> dict[str, Any]:
    """The request's own words."""
    return {
        "standing": request.standing.value,
        "requester": request.requester.strip(),
        "identity_check": request.identity_check,
        "particulars": {key: text.strip() for key, text in request.particulars.items() if text.strip()},
        "asked": dict(request.asked),
        "copies": request.copies,
        "channel": request.channel.value,
        "replaces_id": request.replaces,
        "submission": request.submission,
    }


def money(request: Request, kind: PaperKind, rates: Tariff) -> dict[str, Any]:
    """What is to be paid, and at which counter. Raises Refused for an exemption that must be explained and is not."""
    counter = request.counter or (rates.counters[0] if request.channel == Channel.COUNTER else request.channel.value)
    exemption = request.exemption or ("official" if request.standing == Standing.OFFICIAL else "")
    if not exemption:
        return {"counter": counter, "fee": rates.fee(kind.fee) * request.copies}
    if rates.exemption(exemption).explain and not request.exemption_reason.strip():
        raise Refused(Fault("手数料を取らない理由を入れてください。", "exemption_reason"))
    reason = request.exemption_reason.strip()
    return {"counter": counter, "fee": 0, "exemption": exemption, "exemption_reason": reason}


def detail_of(request: PaperRequest) -> dict[str, object]:
    """What the audit says of a request: no names."""
    standing = Standing(request.standing)
    return {
        "serial": request.serial,
        "kind": request.kind,
        "standing": request.standing,
        "outsider": standing in OUTSIDERS,
        "persons": list(request.person_ids),
    }


def waits(request: PaperRequest) -> bool:
    """Whether a request has begun and not ended."""
    return request.state in {State.REQUESTED, State.SET}
