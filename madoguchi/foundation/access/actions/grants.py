"""権限の調整: allowing, withdrawing, ending, lifting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]

from madoguchi.foundation.access.actor import Actor, require
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Division, Grant, Purpose, Role, User
from madoguchi.foundation.access.rights import adjustment_of, seat_of
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.registry import permission_names

from .appointments import check_endable
from .changing import MANAGE, changing, check_other, check_period, signed


@dataclass(frozen=True, kw_only=True)
class Target:
    """Whom a grant is about: at least one of them; several narrow each other. ``role`` is a code."""

    role: str = ""
    division_id: int | None = None
    user_id: int | None = None


def grant(
    actor: Actor,
    *,
    target: Target,
    right: str,
    allows: bool,
    start: date,
    end: date | None = None,
    purposes: Iterable[str] = (),
    reason: str,
) -> Grant:
    """Allows a right to someone, which waits for a second person; or withdraws it, which holds at once.

    Raises Forbidden, Refused (one's own; no target, right or reason; unknown purpose; nobody would be left to manage
    rights), and DoesNotExist of what the target names.
    """
    require(actor, MANAGE)
    check_other(actor, target.user_id)
    check_period(start, end)
    with changing():
        row = Grant(
            **columns_of(target),
            right=checked_right(right),
            effect=Grant.Effect.ALLOW if allows else Grant.Effect.WITHDRAW,
            purposes=checked_purposes(purposes),
            valid=DateRange(start, end),
        )
        return asked(actor, row, reason=reason)


def asked(actor: Actor, row: Grant, *, reason: str) -> Grant:
    """Writes a grant that is asked for, with its audit entry. Raises Refused where it would widen one's own rights."""
    widens = row.effect != Grant.Effect.WITHDRAW
    for column, value in signed(actor, reason=reason, widens=widens).items():
        setattr(row, column, value)
    if widens and reaches(row, actor.user_id):
        raise Refused("自分の権限が広がる調整は、申請できません。ほかの管理者に依頼してください。")
    row.save()
    record(actor, action=f"access.{row.effect}", subject=f"grant:{row.pk}", detail=detail_of(row))
    return row


def columns_of(target: Target) -> dict[str, object]:
    """The columns of a target. Raises Refused where it names nobody."""
    if not (target.role or target.division_id or target.user_id):
        raise Refused("役割・部署・職員のどれかを選んでください。")
    return {
        "role": Role.objects.get(code=target.role) if target.role else None,
        "division": Division.objects.get(pk=target.division_id) if target.division_id else None,
        "user": User.objects.get(pk=target.user_id) if target.user_id else None,
    }


def checked_right(right: str) -> str:
    """The right, where a manifest explains it. Raises Refused."""
    if right not in permission_names():
        raise Refused("その権限はありません。", "right")
    return right


def checked_purposes(purposes: Iterable[str]) -> list[str]:
    """The codes of purposes, in order. Raises Refused for one that the town does not have."""
    wanted = sorted(set(purposes))
    if Purpose.objects.filter(code__in=wanted).count() != len(wanted):
        raise Refused("その利用目的はありません。", "purposes")
    return wanted


def reaches(row: Grant, user_id: int | None) -> bool:
    """True where a grant is about any standing appointment of a member of staff."""
    standing = Appointment.objects.filter(user=user_id, state=Change.State.APPROVED).select_related("division")
    about = adjustment_of(row)
    return user_id is not None and any(about.reaches(seat_of(appointment)) for appointment in standing)


def end_grant(actor: Actor, *, grant_id: int, on: date, reason: str) -> Grant:
    """Ends an allowing grant: ``on`` is the first day without it. One that has not begun by then is cancelled. A
    withdrawal is not ended but lifted, which a second person approves.

    Raises Forbidden, Refused, Grant.DoesNotExist.
    """
    require(actor, MANAGE)
    if not reason.strip():
        raise Refused("理由を入れてください。", "reason")
    with changing():
        row = Grant.objects.select_for_update().get(pk=grant_id)
        if row.effect != Grant.Effect.ALLOW:
            raise Refused("停止を終わらせるには、解除を申請してください。")
        check_endable(row, on)
        cut(row, on, reason=reason.strip(), ender=str(actor))
        record(actor, action="access.end_grant", subject=f"grant:{row.pk}", detail={"on": on.isoformat()})
    return row


def cut(row: Grant, on: date, *, reason: str, ender: str) -> None:
    """Lets a grant end on a day, or cancels it where it would not have begun."""
    if on <= row.valid.lower:
        row.state = Change.State.CANCELLED
    else:
        row.valid = DateRange(row.valid.lower, on)
    row.end_reason, row.ender = reason, ender
    row.save(update_fields=["state", "valid", "end_reason", "ender"])


def lift(actor: Actor, *, grant_id: int, on: date, reason: str) -> Grant:
    """Asks that a withdrawal ends: ``on`` is the first day without it. A second person approves.

    Raises Forbidden, Refused (one's own; not a withdrawal in force; it ends earlier anyway), Grant.DoesNotExist.
    """
    require(actor, MANAGE)
    with changing():
        lifted = (
            Grant.objects.select_for_update(of=("self",)).select_related("role", "division", "user").get(pk=grant_id)
        )
        if lifted.effect != Grant.Effect.WITHDRAW:
            raise Refused("解除できるのは、停止だけです。")
        check_other(actor, lifted.user_id)
        check_endable(lifted, on)
        row = Grant(
            role=lifted.role,
            division=lifted.division,
            user=lifted.user,
            right=lifted.right,
            purposes=lifted.purposes,
            effect=Grant.Effect.LIFT,
            valid=DateRange(on, None),
            lifts=lifted,
        )
        return asked(actor, row, reason=reason)


def detail_of(row: Grant) -> dict[str, object]:
    """What the audit keeps of a grant: codes and days, no names."""
    return {
        "right": row.right,
        "role": row.role.code if row.role else None,
        "division": row.division.code if row.division else None,
        "staff": row.user_id,
        "purposes": row.purposes,
        "from": row.valid.lower.isoformat(),
        "until": row.valid.upper.isoformat() if row.valid.upper else None,
        "state": str(row.state),
    }
