"""What a seat of the route does: agree, refuse, send back. Exactly one act for each time it is asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.organisation.api import covers, seat
from madoguchi.foundation.access import Actor, Forbidden

from ..errors import Refused
from ..freezing import freeze
from ..kinds import Said, kind_named, second_of
from ..models import DECIDING, Act, Decision, Draft, Mode, Signatory, Standing, State, Viewing
from ..noticing import tell_decided, tell_returned, tell_waiting
from ..rights import require_seat
from ..rules import Box, Moved, agree, send_back
from .common import add_readers, done_already, end_route, locked, note, told, write_act


@dataclass(frozen=True)
class Held:
    """A seat of the route that waits, and whether the actor decides in another's place (代決)."""

    signatory: Signatory
    proxy: bool


def approve(
    actor: Actor,
    *,
    draft_id: int,
    signatory_id: int,
    comment: str = "",
    submission: uuid.UUID | None = None,
    said: Said | None = None,
) -> Draft:
    """The seat agrees; where that ends its step the next is asked, and after the last one it is decided: frozen, and
    carried out by its kind in this transaction. ``said`` is what the kind is told, if not the comment alone.

    Raises Forbidden (not the actor's seat, nor one that they stand in for today), Refused (no longer asked, with who
    was first; the actor's own draft; what the kind refuses), DoesNotExist.
    """
    require_seat(actor)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        held = hold(actor, draft, signatory_id)
        moved = agree(boxes_of(draft), modes_of(draft), signatory_id)
        act = write_decision(actor, draft, held, Act.Kind.APPROVE, comment, submission)
        write_boxes(draft, moved)
        if moved.at is None:
            decide(actor, draft, act, said or Said(comment.strip()))
        else:
            go_to(draft, moved.at)
            note(actor, draft, "agree", **of_seat(held))
            tell_waiting(draft)
    return draft


def refuse(
    actor: Actor,
    *,
    draft_id: int,
    signatory_id: int,
    comment: str,
    submission: uuid.UUID | None = None,
    said: Said | None = None,
) -> Draft:
    """The seat refuses (否決): that is the decision, and ends the draft. Needs a reason; otherwise as ``approve``."""
    require_seat(actor)
    check_reason(comment)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        held = hold(actor, draft, signatory_id)
        act = write_decision(actor, draft, held, Act.Kind.REFUSE, comment, submission)
        Signatory.objects.filter(pk=signatory_id).update(state=Standing.REFUSED)
        end_route(draft)
        decide(actor, draft, act, said or Said(comment.strip()))
    return draft


def return_to(
    actor: Actor,
    *,
    draft_id: int,
    signatory_id: int,
    to: int,
    comment: str,
    submission: uuid.UUID | None = None,
) -> Draft:
    """Sends a draft back (差戻し) to an earlier step, or to its drafter (``to`` 0). Whatever was agreed from there on
    must be agreed again. Needs a reason; raises as ``approve``, Refused for a step that is not before this one.
    """
    require_seat(actor)
    check_reason(comment)
    with transaction.atomic():
        draft = locked(draft_id)
        if done_already(draft, submission):
            return draft
        check_returnable(draft)
        held = hold(actor, draft, signatory_id)
        if not 0 <= to < held.signatory.step.ordinal:
            raise Refused("差し戻せるのは、起案者か、これより前の段です。", "to")
        write_decision(actor, draft, held, Act.Kind.RETURN, comment, submission, target=to)
        if to:
            write_boxes(draft, send_back(boxes_of(draft), to))
            go_to(draft, to)
        else:
            end_route(draft)
            go_to(draft, 0, State.RETURNED)
        note(actor, draft, "return", to=to, **of_seat(held))
        tell_waiting(draft) if to else tell_returned(draft)
    return draft


def check_reason(comment: str) -> None:
    """Raises Refused without a word of reason."""
    if not comment.strip():
        raise Refused("理由を入れてください。", "comment")


def check_returnable(draft: Draft) -> None:
    """Raises Refused for what its drafter cannot change."""
    if second_of(draft.kind):
        raise Refused("この申請は差し戻せません。否決して、理由を伝えてください。")


def hold(actor: Actor, draft: Draft, signatory_id: int) -> Held:
    """The seat, where the actor may decide in it now. Raises Forbidden, Refused, Signatory.DoesNotExist."""
    signatory = Signatory.objects.select_related("step").get(pk=signatory_id, draft=draft)
    if draft.drafter_id == actor.user_id:
        raise Refused("自分の起案は、自分では決裁できません。")
    proxy = signatory.user_id != actor.user_id
    if not (stands_in(actor, signatory) if proxy else sits(signatory)):
        raise Forbidden("この決裁欄は、あなたの職のものではありません。")
    if signatory.state != Standing.WAITING:
        raise Refused(why_not(draft, signatory))
    return Held(signatory, proxy)


def sits(signatory: Signatory) -> bool:
    """Whether the seat is still held today by the person it names."""
    found = seat(signatory.appointment_id, timezone.localdate())
    return found is not None and found.user_id == signatory.user_id


def stands_in(actor: Actor, signatory: Signatory) -> bool:
    """Whether the actor may decide in the seat's place at this moment."""
    return any(each.appointment_id == signatory.appointment_id for each in covers(actor.user_id or 0, timezone.now()))


def why_not(draft: Draft, signatory: Signatory) -> str:
    """Why a seat is not asked any more, or not yet, with who was first."""
    last = Act.objects.filter(draft=draft, kind__in=[*DECIDING, Act.Kind.WITHDRAW]).order_by("-pk").first()
    mine = Act.objects.filter(step=signatory.step_id, turn=signatory.turn, kind__in=DECIDING).order_by("-pk")
    own = mine.filter(signatory=signatory.pk).first() or mine.first()
    if first := (own or last):
        return f"この決裁欄は、もう待っていません。{told(first)}としています。"
    return "この決裁欄は、まだ順番ではありません。"


def boxes_of(draft: Draft) -> list[Box]:
    """The seats of the present round, for the rules."""
    rows = Signatory.objects.filter(draft=draft, step__round=draft.round).select_related("step")
    return [Box(row.pk, row.step.ordinal, row.state, row.turn) for row in rows]


def modes_of(draft: Draft) -> dict[int, str]:
    """Ordinal → how the step is done, of the present round."""
    return dict(draft.steps.filter(round=draft.round).values_list("ordinal", "mode"))


def write_boxes(draft: Draft, moved: Moved) -> None:
    """The seats as the rules moved them; who is asked now is asked since now."""
    now = timezone.now()
    rows = {row.pk: row for row in Signatory.objects.filter(pk__in=[box.key for box in moved.boxes])}
    changed = [box for box in moved.boxes if (rows[box.key].state, rows[box.key].turn) != (box.state, box.turn)]
    for box in changed:
        row = rows[box.key]
        row.state, row.turn = Standing(box.state), box.turn
        row.since = now if box.state == Standing.WAITING else row.since
    Signatory.objects.bulk_update([rows[box.key] for box in changed], ["state", "turn", "since"])


def go_to(draft: Draft, at: int, state: State = State.MOVING) -> None:
    """The draft stands at another step, or with its drafter."""
    draft.at, draft.state, draft.revision = at, state, draft.revision + 1
    draft.save(update_fields=["at", "state", "revision", "changed_at"])


def write_decision(
    actor: Actor,
    draft: Draft,
    held: Held,
    kind: Act.Kind,
    comment: str,
    submission: uuid.UUID | None,
    **more: Any,
) -> Act:
    """The act of a seat: in its own name, post and division, or in its place by the deputy's; 後閲 is owed for that."""
    row, step = held.signatory, held.signatory.step
    capacity = {"name": row.name, "post": row.post, "division": row.division, "appointment_id": row.appointment_id}
    act = write_act(
        actor, draft, kind,
        step=step, signatory=row, turn=row.turn, joint=step.mode == Mode.JOINT,
        proxy=held.proxy, for_name=str(row) if held.proxy else "",
        delegated=step.delegated and kind == Act.Kind.APPROVE,
        comment=comment.strip(), submission=submission,
        **({} if held.proxy else capacity), **more,
    )  # fmt: skip
    add_readers(draft, [actor.user_id or 0])
    if held.proxy:
        owe_reading(act, row)
    return act


def owe_reading(act: Act, row: Signatory) -> None:
    """後閲: whoever was away reads what was decided in their place."""
    Viewing.objects.create(
        draft=act.draft, reason=Viewing.Reason.AFTER, act=act, appointment_id=row.appointment_id, user_id=row.user_id,
        name=row.name, post=row.post, division=row.division, owed_at=act.at,
    )  # fmt: skip


def decide(actor: Actor, draft: Draft, act: Act, said: Said) -> Decision:
    """It is decided by this act: frozen, told to the audit with its hash, and carried out where it was approved."""
    approved, kind = act.kind == Act.Kind.APPROVE, kind_named(draft.kind)
    draft.state = State.APPROVED if approved else State.REFUSED
    draft.at, draft.decided_at, draft.revision = 0, act.at, draft.revision + 1
    draft.save()
    decision = freeze(draft)
    note(actor, draft, "decide", outcome=str(draft.state), sha256=decision.sha256, act=act.pk)
    follows = kind.carry_out if approved else kind.refused
    follows(actor, decision, said)
    tell_decided(draft)
    return decision


def of_seat(held: Held) -> dict[str, object]:
    """What the audit keeps of the seat in which was decided."""
    return {"seat": held.signatory.appointment_id, "step": held.signatory.step.ordinal, "proxy": held.proxy}
