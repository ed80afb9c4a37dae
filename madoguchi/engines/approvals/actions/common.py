"""What every act on a draft has in common: the lock, the double click, the row of the act."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.calendar import format_wareki

from ..errors import Refused
from ..kinds import second_of
from ..models import EDITABLE, Act, Draft, Reader, Signatory, Standing

Submission = uuid.UUID | None


def locked(draft_id: int) -> Draft:
    """A draft, locked until the transaction ends: acts on one draft come one after the other. Raises
    Draft.DoesNotExist."""
    return Draft.objects.select_for_update().get(pk=draft_id)


def done_already(draft: Draft, submission: Submission) -> bool:
    """True where this very form was sent before: it was one click too many."""
    return submission is not None and Act.objects.filter(draft=draft, submission=submission).exists()


def check_drafter(actor: Actor, draft: Draft) -> None:
    """Raises Refused for everyone but the drafter."""
    if draft.drafter_id != actor.user_id:
        raise Refused("これができるのは、起案した人だけです。")


def check_editable(draft: Draft) -> None:
    """Raises Refused where it does not lie with its drafter."""
    if draft.state not in EDITABLE:
        raise Refused(f"この起案は「{draft.get_state_display()}」のため、直せません。")


def check_revision(draft: Draft, revision: int) -> None:
    """Raises Refused where it was changed since it was read."""
    if draft.revision != revision:
        raise Refused("この起案は、別の画面で先に変更されています。いまの内容を確かめて、もう一度操作してください。")


def write_act(actor: Actor, draft: Draft, kind: Act.Kind, *, submission: Submission = None, **values: Any) -> Act:
    """The row of an act; where nothing else is said, in the appointment in which the actor works now."""
    said: dict[str, Any] = {
        "appointment_id": actor.appointment_id,
        "name": actor.name,
        "post": actor.post,
        "division": actor.division,
        "at": timezone.now(),
        "submission": submission or uuid.uuid4(),
    }
    return Act.objects.create(
        draft=draft,
        round=draft.round,
        kind=kind,
        user_id=actor.user_id,
        drafter_id=draft.drafter_id,
        **{**said, **values},
    )


def takes_words(draft: Draft) -> bool:
    """Whether words may stand with a draft: not with one about residents, whose screen knows who may read them."""
    second = second_of(draft.kind)
    return not (second and second.discreet)


def check_words(draft: Draft, comment: str) -> None:
    """Raises Refused for words with a draft that takes none."""
    if comment.strip() and not takes_words(draft):
        raise Refused("この申請についての意見は、もとの画面に入れてください。")


def end_route(draft: Draft) -> None:
    """Nobody is asked any more in the present round."""
    open_ones = Signatory.objects.filter(draft=draft, step__round=draft.round)
    open_ones.filter(state__in=[Standing.WAITING, Standing.LATER]).update(state=Standing.ENDED)


def add_readers(draft: Draft, users: Iterable[int]) -> None:
    """These may read the draft from now on."""
    Reader.objects.bulk_create([Reader(draft=draft, user_id=user) for user in set(users)], ignore_conflicts=True)


def note(actor: Actor, draft: Draft, action: str, **detail: object) -> None:
    """The audit entry of an act: keys, hashes and states, no words."""
    record(actor, action=f"approvals.{action}", subject=subject_of(draft), detail=detail or None)


def subject_of(draft: Draft) -> str:
    """How the audit refers to a draft."""
    return f"draft:{draft.pk}"


def told(act: Act) -> str:
    """Who was first, and when, in words."""
    at = timezone.localtime(act.at)
    capacity = "（代決）" if act.proxy else ""
    return f"{act.who}{capacity}が{format_wareki(at.date(), 'short')} {at:%H時%M分}に「{act.get_kind_display()}」"
