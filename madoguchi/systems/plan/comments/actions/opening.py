"""Writing a consultation and announcing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.uploads import Attachment

from ..errors import Refused
from ..keeping import DRAFTS, contact_of
from ..models import Comment, Consultation
from ..rules import days_open
from ..system import MANAGE
from ..town import custom

FIELDS = ("title", "about", "link", "opens_on", "closes_on", "short_reason")
STALE = "ほかの人が先に変えました。画面を開き直して、内容を確かめてください。"


def write(
    actor: Actor, *, code: str, said: Mapping[str, Any], draft: Attachment | None = None, revision: int = 0
) -> Consultation:
    """Writes a consultation that is not announced yet; ``said`` has its fields, ``revision`` 0 for a new one.

    A draft file that is not given again stays. Raises Forbidden, Refused (announced already, a code that is taken, a
    short period without a reason, someone was first), Consultation.DoesNotExist.
    """
    require(actor, MANAGE)
    sha256 = DRAFTS.keep(draft.content) if draft else ""
    check_period(said)
    try:
        with transaction.atomic():
            row = locked(code, revision, Consultation.State.DRAFT) if revision else Consultation(code=code, revision=0)
            for name in FIELDS:
                setattr(row, name, said[name])
            own = custom()
            row.asks_contact, row.basis, row.provisional = own.ask_contact, own.basis, own.provisional
            if draft:
                row.draft_name, row.draft_type, row.draft_sha256 = draft.name, draft.content_type, sha256
            row.revision += 1
            row.save()
            audit(actor, action="comments.write", subject=f"consultation:{row.code}")
            return row
    except IntegrityError as error:
        raise Refused("この記号は、もう使われています。", "code") from error


def announce(actor: Actor, *, code: str, revision: int) -> Consultation:
    """Shows a consultation to everyone; it opens and closes by its days.

    Raises Forbidden, Refused (it is over before it begins, someone was first), Consultation.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        row = locked(code, revision, Consultation.State.DRAFT)
        if row.closes_on < timezone.localdate():
            raise Refused("募集の期間が過ぎています。期間を直してください。")
        row.state, row.revision = Consultation.State.ANNOUNCED, row.revision + 1
        row.save(update_fields=["state", "revision"])
        audit(actor, action="comments.announce", subject=f"consultation:{row.code}")
    return row


def see_contact(actor: Actor, *, comment: Comment) -> tuple[str, str]:
    """Name and address of who wrote a comment; the look is recorded. Raises Forbidden."""
    require(actor, MANAGE)
    audit(actor, action="comments.contact", subject=f"comment:{comment.pk}")
    return contact_of(comment)


def locked(code: str, revision: int, state: Consultation.State) -> Consultation:
    """A consultation, locked, as the person saw it. Raises Refused, Consultation.DoesNotExist."""
    row = Consultation.objects.select_for_update().get(code=code)
    if row.revision != revision or row.state != state:
        raise Refused(STALE)
    return row


def check_period(said: Mapping[str, Any]) -> None:
    """Raises Refused for days that cannot be, and for a short period without a reason."""
    if said["closes_on"] < said["opens_on"]:
        raise Refused("終わりの日は、初めの日より後にしてください。", "closes_on")
    least = custom().least_days
    if days_open(said["opens_on"], said["closes_on"]) < least and not said["short_reason"]:
        raise Refused(f"{least}日より短いときは、理由を入れてください。", "short_reason")
