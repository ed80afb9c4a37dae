"""What every change of rights has in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, transaction
from django.utils import timezone

from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import Actor, rights_by_role
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Grant, Role
from madoguchi.foundation.access.rights import adjustment_of, seat_of

MANAGE, APPROVE = "access.manage", "access.approve"
EXCLUSION_VIOLATION = "23P01"


@contextmanager
def changing() -> Iterator[None]:
    """One transaction; a second change of rights in the town waits for its end.

    Raises Refused, and takes the change back, where it would leave a day on which nobody manages rights.
    """
    with transaction.atomic():
        list(Role.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        before = office()
        yield
        day = rules.first_day_without(MANAGE, before, office(), since=timezone.localdate())
        if day:
            raise Refused("最後の管理者です。ほかの管理者を先に発令してください。")


def office() -> rules.Office:
    """Everyone who may come to manage rights, and the grants about that."""
    by_role = {role: held & {MANAGE} for role, held in rights_by_role().items()}
    grants = adjustments(right=MANAGE)
    standing = Appointment.objects.filter(state=Change.State.APPROVED, user__is_active=True).select_related("division")
    seats = (seat_of(appointment) for appointment in standing)
    return rules.Office(tuple(seat for seat in seats if rules.could_hold(seat, grants, by_role)), grants, by_role)


def adjustments(**conditions: object) -> tuple[rules.Adjustment, ...]:
    """Every approved grant, past, present and to come."""
    found = Grant.objects.adjusting().filter(**conditions).select_related("role", "division")
    return tuple(adjustment_of(grant) for grant in found)


def signed(actor: Actor, *, reason: str, widens: bool) -> dict[str, object]:
    """The columns of a change that is asked for: in force at once where nobody's rights widen, or where the system
    itself sets a town up; else it waits for a second person. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("理由を入れてください。", "reason")
    asked: dict[str, object] = {
        "reason": reason.strip(),
        "widens": widens,
        "asked_by": actor.user_id,
        "asker": str(actor),
    }
    if widens and not actor.is_system:
        return asked
    return {**asked, **decided(actor, Change.State.APPROVED)}


def decided(actor: Actor, state: Change.State, comment: str = "") -> dict[str, object]:
    """The columns of a decision."""
    return {
        "state": state,
        "decided_by": actor.user_id,
        "decider": str(actor),
        "decided_at": timezone.now(),
        "comment": comment.strip(),
    }


def check_other(actor: Actor, user_id: int | None) -> None:
    """Raises Refused where someone touches their own rights."""
    if user_id is not None and user_id == actor.user_id:
        raise Refused("自分の権限は、自分では変えられません。ほかの管理者に依頼してください。")


def check_period(start: date, end: date | None) -> None:
    """Raises Refused for a period without a day."""
    if end is not None and end <= start:
        raise Refused("終わりの日は、始まりの日より後にしてください。", "end")


@contextmanager
def overlaps_told(words: str) -> Iterator[None]:
    """Turns the database's refusal of overlapping periods into Refused with these words."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != EXCLUSION_VIOLATION:
            raise
        raise Refused(words) from error
