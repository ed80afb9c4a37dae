"""A resident's comment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..keeping import seal_contact
from ..models import Comment, Consultation
from ..rules import Phase


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
        found.last_number += 1
        found.save(update_fields=["last_number"])
        sealed = seal_contact(submission, name.strip(), address.strip()) if found.asks_contact else None
        row = Comment.objects.create(
            consultation=found, number=found.last_number, submission=submission, words=words.strip(),
            may_publish=may_publish, sealed=sealed,
        )  # fmt: skip
        audit(actor, action="comments.comment", subject=f"comment:{row.pk}", detail={"consultation": code})
    return row


def check(found: Consultation, words: str, name: str, address: str) -> None:
    """Raises Refused where something is missing."""
    if not words.strip():
        raise Refused(gettext("意見を入れてください。"), "words")
    if found.asks_contact and not name.strip():
        raise Refused(gettext("氏名を入れてください。"), "name")
    if found.asks_contact and not address.strip():
        raise Refused(gettext("住所を入れてください。"), "address")
