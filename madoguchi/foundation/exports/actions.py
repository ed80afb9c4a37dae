"""Asking for an export, and what a second person decides."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation import vault
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.jobs.api import enqueue

from .errors import Refused
from .limits import longest_use, most_downloads
from .models import ExportRequest, State
from .offers import Export, export_named
from .passwords import new_password
from .rights import APPROVE, asker_of
from .rules import Wish, check_wish

WRITE = "exports.write"
PASSWORD = "exports.password"  # noqa: S105  # nosec B105 - what it is sealed for  # pragma: allowlist secret


def ask_export(
    actor: Actor, *, export: str, options: Mapping[str, Any], wish: Wish, submission: uuid.UUID | None = None
) -> ExportRequest:
    """Asks for a file; nothing is written before another approves. The same ``submission`` again is the same request.

    Raises Forbidden, Refused.
    """
    offer = export_named(export)
    require(actor, offer.permission)
    if actor.user_id is None:
        raise Refused("持出しは、職員が求めます。")
    today = timezone.localdate()
    check_wish(wish, today, longest_use(today))
    mark = submission or uuid.uuid4()
    if found := ExportRequest.objects.filter(submission=mark, asked_by=actor.user_id).first():
        return found
    try:
        with transaction.atomic():
            return create(actor, offer, dict(options), wish, mark)
    except IntegrityError:
        return ExportRequest.objects.get(submission=mark, asked_by=actor.user_id)


def create(actor: Actor, offer: Export, options: dict[str, Any], wish: Wish, mark: uuid.UUID) -> ExportRequest:
    """The row, and its entry in the audit."""
    outline = offer.outline(actor, options)
    request = ExportRequest.objects.create(
        export=offer.code,
        export_name=offer.name,
        options=options,
        columns=list(outline.columns),
        persons_asked=outline.persons,
        reason=wish.reason.strip(),
        usage=wish.usage.strip(),
        place=wish.place.strip(),
        delete_by=wish.delete_by,
        asked_by=actor.user_id or 0,
        appointment_id=actor.appointment_id,
        asker=str(actor),
        division=actor.division,
        asked_on=timezone.localdate(),
        submission=mark,
    )
    detail: dict[str, object] = {"export": offer.code, "persons": outline.persons}
    record(actor, action="exports.ask", subject=subject(request), detail=detail)
    return request


def count_now(request: ExportRequest) -> int:
    """How many persons the file would hold if it were written now. Raises Refused, Forbidden as the asker would."""
    return export_named(request.export).outline(asker_of(request), request.options).persons


def decide_export(
    actor: Actor, *, request_id: int, approve: bool, persons: int = 0, comment: str = ""
) -> ExportRequest:
    """Approves, and lets the file be written, or refuses. One decision counts: the second is told.

    ``persons`` is the number that the approver saw; the file will not hold more. Raises Forbidden, Refused (one's own,
    decided already, more persons than seen, refused without a word, the asker has left).
    """
    require(actor, APPROVE)
    if not approve and not comment.strip():
        raise Refused("却下するときは、意見に理由を入れてください。", "comment")
    with transaction.atomic():
        request = waiting(request_id)
        if request.asked_by == actor.user_id:
            raise Refused("自分が求めた持出しは、自分では承認できません。ほかの承認者に依頼してください。")
        request.decided_by, request.decider = actor.user_id, str(actor)
        request.comment, request.decided_at = comment.strip(), timezone.now()
        if approve:
            allow(request, persons)
        else:
            request.state = State.REFUSED
        request.save()
        detail: dict[str, object] = {"export": request.export, "persons": request.persons_approved or 0}
        record(actor, action=f"exports.{'approve' if approve else 'refuse'}", subject=subject(request), detail=detail)
    return request


def allow(request: ExportRequest, persons: int) -> None:
    """Lets the file be written, with the rights of who asked. Raises Refused."""
    asker = asker_of(request)
    now = count_now(request)
    if now > persons:
        words = f"対象が{persons:,}人から{now:,}人に増えました。もう一度確かめてから承認してください。"
        raise Refused(words)
    password = vault.seal(new_password().encode(), purpose=PASSWORD, bound_to=subject(request))
    request.state, request.persons_approved, request.sealed_password = State.APPROVED, persons, password
    request.most_downloads = most_downloads(timezone.localdate())
    request.job_id = enqueue(asker, task=WRITE, arguments={"request_id": request.pk}).pk


def withdraw_export(actor: Actor, *, request_id: int) -> ExportRequest:
    """Takes back one's own request before it is decided. Raises Refused."""
    with transaction.atomic():
        request = waiting(request_id)
        check_own(actor, request)
        request.state = State.WITHDRAWN
        request.save()
        record(actor, action="exports.withdraw", subject=subject(request))
    return request


def reveal_password(actor: Actor, *, request_id: int) -> str:
    """The password, once, for who approved: they tell it to the taker in person or by telephone.

    Raises Forbidden, Refused (not the approver, shown already, or no longer needed).
    """
    require(actor, APPROVE)
    with transaction.atomic():
        request = ExportRequest.objects.select_for_update().get(pk=request_id)
        if request.decided_by != actor.user_id:
            raise Refused("パスワードは、承認した人だけに示されます。")
        if request.password_shown_at is not None:
            raise Refused("パスワードは、もう示しました。分からないときは、もう一度持出しを求めてもらってください。")
        if request.sealed_password is None:
            raise Refused("この持出しのパスワードは、もうありません。")
        sealed = bytes(request.sealed_password)
        request.password_shown_at = timezone.now()
        forget_password(request)
        request.save()
        record(actor, action="exports.password", subject=subject(request))
    return vault.unseal(sealed, purpose=PASSWORD, bound_to=subject(request)).decode()


def forget_password(request: ExportRequest) -> None:
    """The password stays only while the file is to be written, or it is still to be shown."""
    if request.state != State.APPROVED and (request.state != State.READY or request.password_shown_at is not None):
        request.sealed_password = None


def waiting(request_id: int) -> ExportRequest:
    """A request that waits, locked. Raises Refused where it is decided already, and says by whom."""
    request = ExportRequest.objects.select_for_update().get(pk=request_id)
    if request.state != State.WAITING:
        by = f"（{request.decider}）" if request.decider else ""
        raise Refused(f"この持出しは、既に「{request.get_state_display()}」となっています{by}。")
    return request


def check_own(actor: Actor, request: ExportRequest) -> None:
    """Raises Refused where another asked for it."""
    if request.asked_by != (actor.user_id or 0):
        raise Refused("できるのは、持出しを求めた人だけです。")


def subject(request: ExportRequest) -> str:
    """How the audit refers to an export."""
    return f"export:{request.pk}"
