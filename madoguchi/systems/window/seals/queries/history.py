"""The history of a person's seals, as one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from madoguchi.foundation.access import Actor, require

from ..law import law_on
from ..models import SealAct, SealApplication, SealRegistration, SealStanding
from ..system import USE

LOOKS: dict[str, tuple[str, str]] = {
    SealAct.Kind.REGISTER: ("ok", "done"),
    SealAct.Kind.HAND_OVER: ("ok", "done"),
    SealAct.Kind.LOSE: ("bad", "bad"),
    SealAct.Kind.FIND: ("ok", "done"),
    SealAct.Kind.REPLACE: ("accent", "history"),
    SealAct.Kind.END: ("", "close"),
    SealAct.Kind.REVIVE: ("ok", "history"),
    SealAct.Kind.NOT_REVIVED: ("warn", "warn"),
}
"""Kind of act → colour and shape of its chip; the word is the kind's own."""


@dataclass(frozen=True)
class Line:
    """One act in the list."""

    act: SealAct
    tone: str
    shape: str
    cancelled: bool
    planned: bool
    may_notify: bool


@dataclass(frozen=True)
class Registered:
    """One registration with its acts, the latest first, and what stands of it today or will."""

    registration: SealRegistration
    standing: SealStanding | None
    until: date | None
    lines: list[Line]
    ended: SealAct | None


def timeline_of(actor: Actor, person_id: int) -> list[Registered]:
    """Every registration of a person, the latest first. Whoever calls has looked at the person. Raises Forbidden."""
    require(actor, USE)
    rows = SealRegistration.objects.filter(person=person_id).select_related("impression").order_by("-pk")
    return [registered(row) for row in rows]


def registered(registration: SealRegistration) -> Registered:
    """One registration."""
    today = timezone.localdate()
    acts = SealAct.objects.filter(registration=registration).select_related("cancelled_by", "card", "notice", "cause")
    known = list(
        SealStanding.versions.known()
        .filter(registration=registration)
        .select_related("card", "ended_by")
        .order_by("valid")
    )
    last = known[-1] if known else None
    standing = next((row for row in known if today in row.valid), None)
    lines = [line(act, today) for act in acts.order_by("-recorded_at")]
    ended = last.ended_by if last else next((each.act for each in lines if is_end(each)), None)
    return Registered(registration, standing, last.valid.upper if last else None, lines, ended)


def line(act: SealAct, today: date) -> Line:
    """An act as the list shows it."""
    tone, shape = LOOKS[act.kind]
    cancelled = hasattr(act, "cancelled_by")
    notify = act.kind == SealAct.Kind.END and not cancelled and act.reason in law_on(act.event_on).notified_endings
    return Line(act, tone, shape, cancelled, act.event_on > today, notify)


def is_end(each: Line) -> bool:
    """Whether a line is an ending that counts."""
    return each.act.kind == SealAct.Kind.END and not each.cancelled


def applications_of(person_id: int) -> list[SealApplication]:
    """Every application of a person, the latest first."""
    return list(SealApplication.objects.filter(person=person_id).order_by("-pk"))
