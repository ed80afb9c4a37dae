"""Writing a draft: saving, changing, attaching, giving up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import IO, Any

from django.db import IntegrityError, transaction

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment
from madoguchi.foundation.uploads import read_attachment

from ..errors import Refused
from ..keeping import ATTACHMENTS
from ..kinds import Kind, kind_named
from ..models import Act, Attachment, Draft, State
from ..rights import require_kind, require_seat
from ..searching import search_columns
from .common import (
    check_drafter,
    check_editable,
    check_revision,
    check_words,
    done_already,
    end_route,
    locked,
    note,
    write_act,
)

MOST_ATTACHMENTS = 20


def save_draft(
    actor: Actor,
    *,
    kind: str,
    content: Mapping[str, Any],
    due_on: date | None = None,
    submission: uuid.UUID | None = None,
) -> Draft:
    """A new draft, seen by its drafter alone until it is submitted. The same ``submission`` again is the same draft.

    ``content`` is the cleaned data of the kind's form. Raises Forbidden, Refused (a kind that is not
    there; an open draft about the same).
    """
    found = kind_named(kind)
    user_id, _ = require_kind(actor, found.permission)
    mark = submission or uuid.uuid4()
    if there := Draft.objects.filter(submission=mark, drafter=user_id).first():
        return there
    try:
        with transaction.atomic():
            draft = Draft(submission=mark, due_on=due_on, **seat_columns(actor), **content_columns(found, content))
            return saved(actor, draft, "draft")
    except IntegrityError:
        if there := Draft.objects.filter(submission=mark, drafter=user_id).first():
            return there
        raise Refused("同じことについての起案が、まだ終わっていません。") from None


def saved(actor: Actor, draft: Draft, action: str) -> Draft:
    """The draft with its search columns, and the audit entry."""
    for column, value in search_columns(draft).items():
        setattr(draft, column, value)
    draft.save()
    note(actor, draft, action, kind=draft.kind)
    return draft


def seat_columns(actor: Actor) -> dict[str, Any]:
    """Who drafts, in which appointment."""
    user_id, appointment_id = require_seat(actor)
    appointment = Appointment.objects.select_related("division").get(pk=appointment_id)
    return {
        "drafter_id": user_id,
        "appointment": appointment,
        "division": appointment.division,
        "drafter_name": actor.name,
        "drafter_post": appointment.post,
        "division_name": appointment.division.name,
    }


def content_columns(kind: Kind, content: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, and what of it the lists and the route need."""
    return {
        "kind": kind.code,
        "kind_name": kind.name,
        "title": kind.title(content),
        "content": dict(content),
        "amount": kind.amount(content),
        "reference": kind.reference(content),
    }


def change_draft(
    actor: Actor, *, draft_id: int, revision: int, content: Mapping[str, Any], due_on: date | None = None
) -> Draft:
    """Other content for a draft that lies with its drafter. ``revision`` is the one that was read.

    Raises Forbidden, Refused (another's; on its way or decided; changed by another screen), Draft.DoesNotExist.
    """
    with transaction.atomic():
        draft = own(actor, draft_id, revision)
        kind = kind_named(draft.kind)
        require_kind(actor, kind.permission)
        if kind.form is None:
            raise Refused("この起案の内容は、ここでは直せません。取りやめて、もとの画面から出し直してください。")
        for column, value in content_columns(kind, content).items():
            setattr(draft, column, value)
        draft.due_on, draft.revision = due_on, draft.revision + 1
        return saved(actor, draft, "change")


def own(actor: Actor, draft_id: int, revision: int | None = None) -> Draft:
    """A draft of the actor's that they may change, locked. Raises Forbidden, Refused, Draft.DoesNotExist."""
    require_seat(actor)
    draft = locked(draft_id)
    check_drafter(actor, draft)
    check_editable(draft)
    if revision is not None:
        check_revision(draft, revision)
    return draft


def attach(actor: Actor, *, draft_id: int, name: str, file: IO[bytes]) -> Attachment:
    """Adds a file; the same file again is the same attachment. Pictures are drawn anew.

    Raises Forbidden, Refused (as ``change_draft``; too many files), UploadRefused.
    """
    with transaction.atomic():
        draft = own(actor, draft_id)
        if draft.attachments.count() >= MOST_ATTACHMENTS:
            raise Refused(f"添付できるファイルは{MOST_ATTACHMENTS}個までです。")
        found = read_attachment(name, file)
        sha256 = ATTACHMENTS.keep(found.content)
        values = {"name": found.name, "content_type": found.content_type, "size": len(found.content)}
        attachment, is_new = Attachment.objects.get_or_create(draft=draft, sha256=sha256, defaults=values)
        if is_new:
            touch(draft)
            note(actor, draft, "attach", sha256=sha256)
    return attachment


def detach(actor: Actor, *, draft_id: int, attachment_id: int) -> Draft:
    """Takes a file off a draft. Raises Forbidden, Refused, Attachment.DoesNotExist."""
    with transaction.atomic():
        draft = own(actor, draft_id)
        attachment = Attachment.objects.get(pk=attachment_id, draft=draft)
        sha256 = attachment.sha256
        attachment.delete()
        touch(draft)
        note(actor, draft, "detach", sha256=sha256)
    return draft


def touch(draft: Draft) -> None:
    """What lies with the draft is not what it was."""
    draft.revision += 1
    draft.save(update_fields=["revision", "changed_at"])


def drop(actor: Actor, *, draft_id: int, comment: str = "", submission: uuid.UUID | None = None) -> Draft:
    """Gives a draft up while it lies with its drafter, one about a row also on its way; it stays to be read.

    Raises Forbidden, Refused, Draft.DoesNotExist.
    """
    require_seat(actor)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        kind = kind_named(draft.kind)
        if not (kind.second and draft.state == State.MOVING):
            check_editable(draft)
        check_drafter(actor, draft)
        check_words(draft, comment)
        end_route(draft)
        draft.state, draft.at, draft.revision = State.DROPPED, 0, draft.revision + 1
        draft.save()
        kind.dropped(actor, draft.content)
        write_act(actor, draft, Act.Kind.DROP, comment=comment.strip(), submission=submission)
        note(actor, draft, "drop")
    return draft
