"""代決者: setting and ending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.actions.changing import check_period, overlaps_told
from madoguchi.foundation.access.models import Appointment, Division
from madoguchi.foundation.audit.actions import record

from ..errors import Refused
from ..models import Deputy
from .leading import require_lead

TAKEN = "その順位には、同じ期間に既に代決者がいます。先に終わらせるか、別の順位にしてください。"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A seat (``appointment_id``), or whoever holds a post in a division."""

    appointment_id: int | None = None
    division_id: int | None = None
    post: str = ""


@dataclass(frozen=True)
class Found:
    """A place with its rows; ``appointment`` is None where a post is meant."""

    division: Division
    appointment: Appointment | None
    post: str


def set_deputy(actor: Actor, *, of: Place, by: Place, order: int, start: date, end: date | None = None) -> Deputy:
    """Lets ``by`` decide in the place of ``of`` from ``start`` until before ``end``, as number ``order`` (from 1).

    Raises Forbidden (not a head of the division, nor a manager of access), Refused (oneself; a seat that does not hold
    then; a post that is not named; the order is taken), Appointment.DoesNotExist, Division.DoesNotExist.
    """
    check_period(start, end)
    if order < 1:
        raise Refused("順位は1以上の数で入れてください。", "order")
    with transaction.atomic():
        whom, who = find(of, start), find(by, start, "by")
        require_lead(actor, whom.division)
        check_another(whom, who)
        deputy = Deputy(
            division=whom.division, appointment=whom.appointment, post=whom.post,
            by_division=who.division, by_appointment=who.appointment, by_post=who.post,
            order=order, valid=DateRange(start, end), set_by=actor.user_id, setter=str(actor),
        )  # fmt: skip
        with overlaps_told(TAKEN):
            deputy.save()
        record(actor, action="organisation.set_deputy", subject=f"deputy:{deputy.pk}", detail=detail_of(deputy))
    return deputy


def find(place: Place, on: date, prefix: str = "of") -> Found:
    """The rows of a place. Raises Refused where it is not there on the day, DoesNotExist where it never was."""
    if place.appointment_id:
        seat = Appointment.objects.select_related("division", "user").get(pk=place.appointment_id)
        if not Appointment.objects.on(on).filter(pk=seat.pk).exists():
            raise Refused("その発令は、始まりの日には有効ではありません。", f"{prefix}_seat")
        return Found(seat.division, seat, "")
    division = Division.objects.get(pk=place.division_id or 0)
    if not place.post.strip():
        raise Refused("職を選ぶか、職名を入れてください。", f"{prefix}_post")
    if not Division.objects.on(on).filter(pk=division.pk).exists():
        raise Refused("その部署は、始まりの日には設置されていません。", f"{prefix}_division")
    return Found(division, None, place.post.strip())


def check_another(whom: Found, who: Found) -> None:
    """Raises Refused where someone would stand in for oneself."""
    same_person = whom.appointment and who.appointment and whom.appointment.user_id == who.appointment.user_id
    same_post = not who.appointment and whom.division == who.division and whom.post == who.post
    if same_person or (same_post and not whom.appointment):
        raise Refused("自分で自分の代決はできません。ほかの人か職を選んでください。", "by_post")


def end_deputy(actor: Actor, *, deputy_id: int, on: date) -> Deputy:
    """Ends a deputy: ``on`` is the first day without it. One that has not begun by then is cancelled.

    Raises Forbidden, Refused (it ended before: by whom is said), Deputy.DoesNotExist.
    """
    with transaction.atomic():
        deputy = (
            Deputy.objects.select_for_update(of=("self",)).select_related("division", "by_division").get(pk=deputy_id)
        )
        require_lead(actor, deputy.division)
        check_standing(deputy, on)
        if on <= deputy.valid.lower:
            deputy.cancelled = True
        else:
            deputy.valid = DateRange(deputy.valid.lower, on)
        deputy.ended_by, deputy.ender, deputy.ended_at = actor.user_id, str(actor), timezone.now()
        deputy.save(update_fields=["valid", "cancelled", "ended_by", "ender", "ended_at"])
        detail = {**detail_of(deputy), "on": on.isoformat()}
        record(actor, action="organisation.end_deputy", subject=f"deputy:{deputy.pk}", detail=detail)
    return deputy


def check_standing(deputy: Deputy, on: date) -> None:
    """Raises Refused where there is nothing left to end."""
    by = f"（{deputy.ender}）" if deputy.ender else ""
    if deputy.cancelled:
        raise Refused(f"この代決者は、もう取り消されています{by}。")
    if deputy.valid.upper is not None and deputy.valid.upper <= on:
        raise Refused(f"この代決者は、それより前に終わることになっています{by}。", "last")


def detail_of(deputy: Deputy) -> dict[str, object]:
    """What the audit keeps: codes, posts and days, no names."""
    return {
        "division": deputy.division.code,
        "appointment": deputy.appointment_id,
        "post": deputy.post,
        "by_division": deputy.by_division.code,
        "by_appointment": deputy.by_appointment_id,
        "by_post": deputy.by_post,
        "order": deputy.order,
        "from": deputy.valid.lower.isoformat(),
        "until": deputy.valid.upper.isoformat() if deputy.valid.upper else None,
    }
