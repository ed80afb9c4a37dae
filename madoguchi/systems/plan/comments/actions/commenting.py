"""A resident's comment, sent by themselves or entered by the office from a letter."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..keeping import seal_contact
from ..models import Comment, Consultation
from ..rules import Phase
from ..system import MANAGE


def comment(
    actor: Actor, *, code: str, submission: UUID, words: str, may_publish: bool, name: str = "", address: str = ""
) -> Comment:
    """Takes a comment while its consultation is open, and gives it a number; the same form twice is one comment.

    Everyone may, without a log-in: ``actor`` is a visitor without a name. Name and address are kept under seal,
    and only where the town asks for them.

    Raises Refused (not open, no words, contact missing), Consultation.DoesNotExist.
    """
    with transaction.atomic():
        found = Consultation.objects.select_for_update().get(code=code)
        if before := Comment.objects.filter(consultation=found, submission=submission).first():
            return before
        if found.phase(timezone.localdate()) is not Phase.OPEN:
            raise Refused(gettext("募集の期間ではないので、受け付けられません。"))
        check(found, words, name, address)
        row = keep(found, submission, words, name, address, may_publish=may_publish)
        audit(actor, action="comments.comment", subject=f"comment:{row.pk}", detail={"consultation": code})
    return row


def enter(
    actor: Actor,
    *,
    code: str,
    submission: UUID,
    way: Comment.Way,
    arrived_on: date,
    words: str,
    may_publish: bool,
    name: str = "",
    address: str = "",
) -> Comment:
    """Enters a comment that came on paper, by mail or by word of mouth, until the result is published; the same form
    twice is one comment. The day on which it arrived counts, not that on which it is entered.

    Raises Forbidden, Refused (it arrived outside the period; as ``comment``), Consultation.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        found = Consultation.objects.select_for_update().get(code=code)
        if before := Comment.objects.filter(consultation=found, submission=submission).first():
            return before
        if found.state != Consultation.State.ANNOUNCED:
            raise Refused("公表中の募集ではないので、意見を加えられません。")
        check_day(found, arrived_on)
        check(found, words, name, address)
        row = keep(found, submission, words, name, address, may_publish=may_publish, way=way, arrived_on=arrived_on)
        detail: dict[str, Any] = {"consultation": code, "way": str(way)}
        audit(actor, action="comments.enter", subject=f"comment:{row.pk}", detail=detail)
    return row


def check_day(found: Consultation, arrived_on: date) -> None:
    """Raises Refused for a day outside the period, or to come."""
    if arrived_on > timezone.localdate():
        raise Refused("届いた日が、きょうより後になっています。", "arrived_on")
    if not found.opens_on <= arrived_on <= found.closes_on:
        words = "募集の期間の外に届いた意見は、この募集の意見としては数えません。参考として、担当で保管してください。"
        raise Refused(words, "arrived_on")


def keep(
    found: Consultation, submission: UUID, words: str, name: str, address: str, *, may_publish: bool, **columns: Any
) -> Comment:
    """The row, with the next number; the consultation is locked."""
    found.last_number += 1
    found.save(update_fields=["last_number"])
    sealed = seal_contact(submission, name.strip(), address.strip()) if found.asks_contact else None
    return Comment.objects.create(
        consultation=found, number=found.last_number, submission=submission, words=words.strip(),
        may_publish=may_publish, sealed=sealed, **columns,
    )  # fmt: skip


def check(found: Consultation, words: str, name: str, address: str) -> None:
    """Raises Refused where something is missing."""
    if not words.strip():
        raise Refused(gettext("意見を入れてください。"), "words")
    if found.asks_contact and not name.strip():
        raise Refused(gettext("氏名を入れてください。"), "name")
    if found.asks_contact and not address.strip():
        raise Refused(gettext("住所を入れてください。"), "address")
