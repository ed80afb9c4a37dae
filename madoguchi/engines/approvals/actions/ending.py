"""What the drafter and the readers do: take back, comment, note that one has read."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor

from ..errors import Refused
from ..kinds import second_of
from ..models import Act, Draft, State, Viewing
from ..queries.seeing import seen_by
from ..rights import require_seat
from .common import add_readers, check_drafter, check_words, done_already, end_route, locked, note, write_act
from .deciding import go_to


def withdraw(actor: Actor, *, draft_id: int, comment: str = "", submission: uuid.UUID | None = None) -> Draft:
    """The drafter takes a draft back (引戻し) before it is decided, to change it or give it up.

    Raises Forbidden, Refused (another's; not on its way), Draft.DoesNotExist.
    """
    require_seat(actor)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        check_drafter(actor, draft)
        if second_of(draft.kind):
            raise Refused("この申請は、引き戻して直すことができません。もとの画面で取り下げてください。")
        if draft.state != State.MOVING:
            raise Refused(f"引き戻せるのは回議中だけです。この起案は「{draft.get_state_display()}」となっています。")
        end_route(draft)
        go_to(draft, 0, State.WITHDRAWN)
        write_act(actor, draft, Act.Kind.WITHDRAW, comment=comment.strip(), submission=submission)
        note(actor, draft, "withdraw", round=draft.round)
    return draft


def end(actor: Actor, *, draft_id: int, why: str) -> Draft:
    """Ends a draft on its way, because what it is about is over; called by the system that ends that, in its
    transaction. Nothing changes where it is decided or ended already. Raises Draft.DoesNotExist."""
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.state == State.MOVING:
            end_route(draft)
            go_to(draft, 0, State.DROPPED)
            write_act(actor, draft, Act.Kind.DROP, comment=why)
            note(actor, draft, "end")
    return draft


def comment_on(actor: Actor, *, draft_id: int, comment: str, submission: uuid.UUID | None = None) -> Draft:
    """A word beside the draft, from anyone who may read it. What is decided stays as it was.

    Raises Forbidden, Refused (no word; not submitted yet; about residents), Draft.DoesNotExist.
    """
    require_seat(actor)
    if not comment.strip():
        raise Refused("意見を入れてください。", "comment")
    seen_by(actor).get(pk=draft_id)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        if not draft.round:
            raise Refused("まだ提出されていない起案です。")
        check_words(draft, comment)
        write_act(actor, draft, Act.Kind.COMMENT, comment=comment.strip(), submission=submission)
        add_readers(draft, [actor.user_id or 0])
        note(actor, draft, "comment")
    return draft


def note_read(actor: Actor, *, viewing_id: int, comment: str = "", submission: uuid.UUID | None = None) -> Draft:
    """後閲 or 回覧 is done. Again, nothing changes. Raises Forbidden, Refused (another's), Viewing.DoesNotExist."""
    require_seat(actor)
    with transaction.atomic():
        draft = locked(Viewing.objects.values_list("draft", flat=True).get(pk=viewing_id))
        viewing = Viewing.objects.select_for_update().get(pk=viewing_id)
        if viewing.user_id != actor.user_id:
            raise Refused("これを確認できるのは、名前のある人だけです。")
        check_words(draft, comment)
        if viewing.seen_at is None:
            viewing.seen_at = timezone.now()
            viewing.save(update_fields=["seen_at"])
            words = comment.strip()
            write_act(actor, draft, Act.Kind.VIEW, comment=words, submission=submission, at=viewing.seen_at)
            note(actor, draft, "view", viewing=viewing.pk, reason=viewing.reason)
    return draft
