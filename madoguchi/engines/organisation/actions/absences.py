"""不在: entering, ending early."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.access.actions.changing import overlaps_told
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record

from ..errors import Refused
from ..models import Absence
from .leading import leads_member

OVERLAP = "その期間には、既に不在の入力があります。先に、それを終えるか取り消してください。"
LONGEST = timedelta(days=366 * 3)


def enter_absence(actor: Actor, *, user_id: int, start: datetime, end: datetime, kind: str) -> Absence:
    """Says that a member of staff is not there from ``start`` until before ``end`` (aware times).

    Raises Forbidden (neither oneself nor a head of theirs), Refused (no time between; it has passed; longer than three
    years; unknown kind; it overlaps another), User.DoesNotExist.
    """
    require_near(actor, user_id)
    check_span(start, end, now=timezone.now())
    if kind not in Absence.Kind.values:
        raise Refused("理由の種類を選んでください。", "kind")
    with transaction.atomic():
        user = User.objects.get(pk=user_id, is_staff=True)
        absence = Absence(
            user=user, span=DateTimeTZRange(start, end), kind=kind, entered_by=actor.user_id, enterer=str(actor)
        )
        with overlaps_told(OVERLAP):
            absence.save()
        record(actor, action="organisation.absent", subject=f"staff:{user_id}", detail=detail_of(absence))
    return absence


def end_absence(actor: Actor, *, absence_id: int, at: datetime | None = None) -> Absence:
    """Ends an absence early, now or at a time; one that has not begun by then is cancelled.

    Raises Forbidden, Refused (it has ended, or was cancelled: by whom is said), Absence.DoesNotExist.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        absence = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence_id)
        require_near(actor, absence.user_id)
        check_open(absence, moment)
        if moment <= absence.span.lower:
            absence.cancelled = True
        else:
            absence.span = DateTimeTZRange(absence.span.lower, moment)
        absence.ended_by, absence.ender, absence.ended_at = actor.user_id, str(actor), timezone.now()
        absence.save(update_fields=["span", "cancelled", "ended_by", "ender", "ended_at"])
        record(actor, action="organisation.back", subject=f"staff:{absence.user_id}", detail=detail_of(absence))
    return absence


def require_near(actor: Actor, user_id: int) -> None:
    """Raises Forbidden unless the actor is that member of staff, in an appointment of today, or leads them."""
    if actor.user_id == user_id and actor.appointment_id is not None:
        return
    if not leads_member(actor, user_id):
        raise Forbidden("不在を入力できるのは、本人と所属の長、職員の発令を管理する人です。")


def check_span(start: datetime, end: datetime, *, now: datetime) -> None:
    """Raises Refused for a span without a time in it, one that is over, or one that is unreasonably long."""
    if end <= start:
        raise Refused("終わりは、始まりより後にしてください。", "end")
    if end <= now:
        raise Refused("もう過ぎた時間です。これからの不在を入れてください。", "end")
    if end - start > LONGEST:
        raise Refused("3年より長い不在は入れられません。", "end")


def check_open(absence: Absence, moment: datetime) -> None:
    """Raises Refused where there is nothing left to end."""
    by = f"（{absence.ender}）" if absence.ender else ""
    if absence.cancelled:
        raise Refused(f"この不在は、もう取り消されています{by}。")
    if absence.span.upper <= moment:
        raise Refused(f"この不在は、もう終わっています{by}。")


def detail_of(absence: Absence) -> dict[str, object]:
    """What the audit keeps: times, no names and no kind."""
    return {
        "absence": absence.pk,
        "from": absence.span.lower.isoformat(),
        "until": absence.span.upper.isoformat(),
        "cancelled": absence.cancelled,
    }
