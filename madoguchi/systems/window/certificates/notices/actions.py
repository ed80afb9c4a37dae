"""Writes of 本人通知."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.engines.issuance.api import PaperRequest
from madoguchi.engines.people.api import Fault, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..models import IssueNotice, NoticeRegistration, NoticeState
from ..system import NOTICES
from .queries import shown_to
from .rules import is_told

UNIQUE_VIOLATION = "23505"


def register(actor: Actor, *, person_id: int, applicant: str, identity_check: str) -> NoticeRegistration:
    """Registers a resident. Raises Forbidden, Refused (registered already)."""
    require(actor, NOTICES)
    visible_to(actor).person(person_id)
    if not applicant.strip() or not identity_check.strip():
        raise Refused(Fault("申込みをした人と本人確認の方法を入れてください。", "applicant"))
    try:
        with transaction.atomic():
            made = NoticeRegistration.objects.create(
                person_id=person_id, started_on=timezone.localdate(), identity_check=identity_check,
                applicant=applicant.strip(), registered_at=timezone.now(), user_id=actor.user_id, registrar=str(actor),
            )  # fmt: skip
            audit(actor, action="certificates.notice_register", subject=f"person:{person_id}")
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") == UNIQUE_VIOLATION:
            raise Refused("この人は既に登録しています。") from error
        raise
    return made


def end(actor: Actor, *, person_id: int, reason: str) -> None:
    """Ends a registration. Letters that are owed already are still sent.

    Raises Forbidden, Refused (none; no reason).
    """
    require(actor, NOTICES)
    if not reason.strip():
        raise Refused(Fault("終わる理由を入れてください。", "reason"))
    with transaction.atomic():
        running = NoticeRegistration.objects.filter(person=person_id, ended_on__isnull=True)
        if not running.update(ended_on=timezone.localdate(), ended_reason=reason.strip()):
            raise Refused("この人は登録していません。")
        audit(actor, action="certificates.notice_end", subject=f"person:{person_id}")


def owe(actor: Actor, request: PaperRequest) -> None:
    """Called in the transaction of a release: a letter to everyone on the paper who is registered. A paper that
    replaces a spoiled one goes to the same hands, and has been told of."""
    if request.replaces_id or not is_told(request.standing):
        return
    registered = NoticeRegistration.objects.filter(person__in=request.person_ids, ended_on__isnull=True)
    now = timezone.now()
    IssueNotice.objects.bulk_create(
        [IssueNotice(registration=each, request=request, created_at=now) for each in registered]
    )


def mark_printed(actor: Actor, notice_ids: Iterable[int]) -> uuid.UUID:
    """The letters of a batch were set. Raises Forbidden, Refused (a colleague has printed some of them meanwhile)."""
    require(actor, NOTICES)
    batch, ids = uuid.uuid4(), list(notice_ids)
    with transaction.atomic():
        waiting = IssueNotice.objects.filter(pk__in=ids, state=NoticeState.WAITING)
        count = waiting.update(state=NoticeState.PRINTED, printed_at=timezone.now(), batch=batch)
        if count != len(ids):
            raise Refused("ほかの職員が先に作った通知書があります。一覧を確かめてください。")
        audit(actor, action="certificates.notice_print", subject=f"batch:{batch}", detail={"count": count})
    return batch


def mark_printed_again(actor: Actor, notice_ids: Iterable[int]) -> None:
    """Letters that were not sent yet were set once more. Raises Forbidden."""
    require(actor, NOTICES)
    count = len(list(notice_ids))
    audit(actor, action="certificates.notice_print_again", subject="notices", detail={"count": count})


def mark_sent(actor: Actor, notice_ids: Iterable[int]) -> int:
    """Printed letters went to the post; gives how many. Those to whom the actor may not see stay. Raises Forbidden."""
    require(actor, NOTICES)
    with transaction.atomic():
        printed = IssueNotice.objects.filter(pk__in=shown_to(actor, notice_ids), state=NoticeState.PRINTED)
        count = printed.update(state=NoticeState.SENT, sent_at=timezone.now())
        audit(actor, action="certificates.notice_send", subject="notices", detail={"count": count})
    return count


def mark_returned(actor: Actor, notice_id: int) -> None:
    """A letter came back. Raises Forbidden, Refused (it was not sent, or the actor may not see to whom)."""
    require(actor, NOTICES)
    with transaction.atomic():
        sent = IssueNotice.objects.filter(pk__in=shown_to(actor, [notice_id]), state=NoticeState.SENT)
        if not sent.update(state=NoticeState.RETURNED, returned_at=timezone.now()):
            raise Refused("発送した通知ではありません。")
        audit(actor, action="certificates.notice_return", subject=f"notice:{notice_id}")
