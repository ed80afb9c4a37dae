"""The second person: approving, refusing, and taking back what one asked for."""

from __future__ import annotations

from madoguchi.foundation.access.actor import Actor, require
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Grant
from madoguchi.foundation.audit.actions import record

from .appointments import check_appointment, put_in_force
from .changing import APPROVE, MANAGE, changing, check_other, decided
from .grants import cut, reaches


def decide_appointment(actor: Actor, *, appointment_id: int, approve: bool, comment: str = "") -> Appointment:
    """Approves or refuses an appointment that waits.

    Raises Forbidden, Refused (asked by the same person; about that person; decided already; it overlaps another; no
    reason for a refusal), Appointment.DoesNotExist.
    """
    require(actor, APPROVE)
    with changing():
        appointment = (
            Appointment.objects.select_for_update(of=("self",)).select_related("division").get(pk=appointment_id)
        )
        check_other(actor, appointment.user_id)
        settle(actor, appointment, approve=approve, comment=comment)
        if approve:
            check_appointment(appointment)
            put_in_force(appointment)
        else:
            appointment.save()
        note(actor, appointment, subject=f"staff:{appointment.user_id}", detail={"appointment": appointment.pk})
    return appointment


def decide_grant(actor: Actor, *, grant_id: int, approve: bool, comment: str = "") -> Grant:
    """Approves or refuses a grant that waits.

    Raises Forbidden, Refused (asked by the same person; it would widen the decider's own rights; decided already; no
    reason for a refusal), Grant.DoesNotExist.
    """
    require(actor, APPROVE)
    with changing():
        row = Grant.objects.select_for_update(of=("self",)).select_related("role", "division", "lifts").get(pk=grant_id)
        settle(actor, row, approve=approve, comment=comment)
        if approve and reaches(row, actor.user_id):
            raise Refused("自分の権限が広がる調整は、承認できません。ほかの承認者に依頼してください。")
        row.save()
        if approve and row.lifts and row.lifts.state == Change.State.APPROVED:
            cut(row.lifts, row.valid.lower, reason=row.reason, ender=row.decider)
        note(actor, row, subject=f"grant:{row.pk}", detail={})
    return row


def settle(actor: Actor, change: Change, *, approve: bool, comment: str) -> None:
    """Sets the columns of a decision. Raises Refused where it is not this person's to decide, or no longer open."""
    check_waiting(change)
    if change.asked_by == actor.user_id:
        raise Refused("自分が申請した変更は、自分では承認できません。ほかの承認者に依頼してください。")
    if not approve and not comment.strip():
        raise Refused("却下するときは、意見に理由を入れてください。", "comment")
    state = Change.State.APPROVED if approve else Change.State.REFUSED
    for column, value in decided(actor, state, comment).items():
        setattr(change, column, value)


def check_waiting(change: Change) -> None:
    """Raises Refused where it is decided already, and says by whom."""
    if change.state != Change.State.WAITING:
        by = f"（{change.decider}）" if change.decider else ""
        raise Refused(f"この申請は、既に「{change.get_state_display()}」となっています{by}。")


def note(actor: Actor, change: Change, *, subject: str, detail: dict[str, object]) -> None:
    """The audit entry of a decision."""
    record(actor, action=f"access.decide_{change.state}", subject=subject, detail=detail)


def take_back(actor: Actor, *, change: Appointment | Grant) -> Change:
    """Takes back what one asked for oneself, before it is decided. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    with changing():
        found = type(change).objects.select_for_update(of=("self",)).get(pk=change.pk)
        check_waiting(found)
        if found.asked_by != actor.user_id:
            raise Refused("取り下げられるのは、申請した人だけです。")
        for column, value in decided(actor, Change.State.WITHDRAWN).items():
            setattr(found, column, value)
        found.save()
        subject = f"staff:{found.user_id}" if isinstance(found, Appointment) else f"grant:{found.pk}"
        note(actor, found, subject=subject, detail={})
    return found
