"""発令: appointing, ending, cancelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.db.models import Q, QuerySet

from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import Actor, require, rights_by_role
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Division, Role, User
from madoguchi.foundation.access.rights import seat_of
from madoguchi.foundation.audit.actions import record

from .changing import MANAGE, adjustments, changing, check_other, check_period, overlaps_told, signed

NEXT_MAIN = "次の本務の発令"
END_FIELDS = ["state", "valid", "end_reason", "ender"]
OVERLAP = "同じ期間に、本務または同じ部署の発令が既にあります。先に終わりの日を入れてください。"


def appoint(
    actor: Actor,
    *,
    user_id: int,
    division_id: int,
    post: str,
    start: date,
    end: date | None = None,
    is_main: bool = True,
    roles: Iterable[str] = (),
    reason: str,
) -> Appointment:
    """Appoints a member of staff from ``start`` until before ``end``. It waits for a second person where it may bring
    any right; else it holds at once, and a 本務 ends the one before it.

    Raises Forbidden, Refused (one's own; no post or reason; unknown role; the division does not exist all that time;
    overlapping appointments; the last administrator would go), User.DoesNotExist, Division.DoesNotExist.
    """
    require(actor, MANAGE)
    check_other(actor, user_id)
    check_period(start, end)
    with changing():
        appointment = Appointment(
            user=User.objects.get(pk=user_id),
            division=Division.objects.get(pk=division_id),
            post=post.strip(),
            is_main=is_main,
            roles=sorted(set(roles)),
            valid=DateRange(start, end),
        )
        check_appointment(appointment)
        widens = bool(rights_to_come(appointment))
        for column, value in signed(actor, reason=reason, widens=widens).items():
            setattr(appointment, column, value)
        if appointment.state == Change.State.APPROVED:
            put_in_force(appointment)
        else:
            appointment.save()
        record(actor, action="access.appoint", subject=f"staff:{user_id}", detail=detail_of(appointment))
    return appointment


def check_appointment(appointment: Appointment) -> None:
    """Raises Refused where a post is missing, a role unknown, or the division not there all that time."""
    known = set(Role.objects.filter(code__in=appointment.roles).values_list("code", flat=True))
    stands = Division.objects.filter(pk=appointment.division_id, valid__contains=appointment.valid).exists()
    check_known(appointment, roles=known, stands=stands)


def check_known(appointment: Appointment, *, roles: Collection[str], stands: bool) -> None:
    """``check_appointment`` for one whose roles and division were looked up: ``stands`` where the division is there all
    that time. Raises Refused."""
    if not appointment.post:
        raise Refused("職名を入れてください。", "post")
    if unknown := set(appointment.roles) - set(roles):
        raise Refused(f"役割「{'、'.join(sorted(unknown))}」はありません。", "roles")
    if not stands:
        raise Refused("この部署は、発令の期間のすべてにわたっては設置されていません。", "division")


def rights_to_come(appointment: Appointment) -> frozenset[str]:
    """The rights that an appointment may come to bring."""
    return rules.could_hold(seat_of(appointment), adjustments(), rights_by_role())


def put_in_force(appointment: Appointment) -> None:
    """Writes an approved appointment; a 本務 that began earlier ends on the day it begins, and one that a
    reorganisation only carried on to that very day is cancelled. Raises Refused."""
    start = appointment.valid.lower
    with overlaps_told(OVERLAP):
        if appointment.is_main:
            replaced = Q(valid__startswith__lt=start) | Q(valid__startswith=start, carries__isnull=False)
            earlier = mains(appointment.user_id).filter(replaced, valid__contains=start)
            for former in earlier.exclude(pk=appointment.pk):
                cut(former, start, reason=NEXT_MAIN, ender=appointment.decider)
        appointment.save()


def cut(appointment: Appointment, on: date, *, reason: str, ender: str) -> None:
    """Lets an appointment end on a day, or cancels it where it would not have begun."""
    end_on(appointment, on, reason=reason, ender=ender)
    appointment.save(update_fields=END_FIELDS)


def end_on(appointment: Appointment, on: date, *, reason: str, ender: str) -> None:
    """The same, without writing it."""
    if on <= appointment.valid.lower:
        appointment.state = Change.State.CANCELLED
    else:
        appointment.valid = DateRange(appointment.valid.lower, on)
    appointment.end_reason, appointment.ender = reason, ender


def mains(user_id: int) -> QuerySet[Appointment]:
    """The approved 本務 of a member of staff."""
    return Appointment.objects.filter(user=user_id, is_main=True, state=Change.State.APPROVED)


def end_appointment(actor: Actor, *, appointment_id: int, on: date, reason: str) -> Appointment:
    """Ends an approved appointment: ``on`` is the first day without it. One that has not begun by then is cancelled.

    Raises Forbidden, Refused (one's own; no reason; ended earlier already; the last administrator),
    Appointment.DoesNotExist.
    """
    require(actor, MANAGE)
    if not reason.strip():
        raise Refused("理由を入れてください。", "reason")
    with changing():
        appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
        check_other(actor, appointment.user_id)
        check_endable(appointment, on)
        cut(appointment, on, reason=reason.strip(), ender=str(actor))
        record(
            actor,
            action="access.end_appointment",
            subject=f"staff:{appointment.user_id}",
            detail={**detail_of(appointment), "on": on.isoformat()},
        )
    return appointment


def check_endable(change: Change, on: date) -> None:
    """Raises Refused where a change is not in force, or ends before that day anyway."""
    if change.state != Change.State.APPROVED:
        raise Refused("承認された発令・調整だけを終了できます。")
    upper = change.valid.upper  # type: ignore[attr-defined]
    if upper is not None and upper <= on:
        raise Refused("それより前に終わることになっています。", "on")


def detail_of(appointment: Appointment) -> dict[str, object]:
    """What the audit keeps of an appointment: codes and days, no names."""
    return {
        "appointment": appointment.pk,
        "division": appointment.division.code,
        "roles": appointment.roles,
        "main": appointment.is_main,
        "from": appointment.valid.lower.isoformat(),
        "until": appointment.valid.upper.isoformat() if appointment.valid.upper else None,
        "state": str(appointment.state),
    }
