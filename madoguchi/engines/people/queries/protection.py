"""Reads of 支援措置, for those who may see guarded persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from madoguchi.foundation.access import Actor, require

from .. import protection_law as law
from ..models import Hold, ProtectionCase, ProtectionEnding
from ..permissions import LIST, MANAGE, SEE
from ..rules.protection import Standing, days_left, renewable_from, standing

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Running:
    """A case that nobody has ended, as it stands today. ``last``: its last day; ``left``: days until then."""

    case: ProtectionCase
    standing: Standing
    last: date
    left: int
    renewable_from: date
    person_ids: tuple[int, ...]
    waiting: tuple[ProtectionEnding, ...]

    @property
    def renewable(self) -> bool:
        """Whether a renewal is taken today."""
        return self.standing != Standing.RUNNING


def running_of(case: ProtectionCase, today: date) -> Running:
    """A case with its deadlines. Its persons and endings are read already, or read now."""
    end, months = case.valid.upper, law.renewal_months(today)
    return Running(
        case=case,
        standing=standing(end, today, months),
        last=end - A_DAY,
        left=days_left(end, today),
        renewable_from=renewable_from(end, months),
        person_ids=tuple(each.person_id for each in case.persons.all() if each.removed_on is None),
        waiting=tuple(each for each in case.endings.all() if each.state == ProtectionEnding.State.WAITING),
    )


def running_cases(actor: Actor) -> list[Running]:
    """Every case that nobody has ended, the nearest end first, in three queries. Raises Forbidden."""
    require(actor, LIST)
    rows = ProtectionCase.objects.filter(ended_on__isnull=True).prefetch_related("persons", "endings")
    today = timezone.localdate()
    return sorted((running_of(case, today) for case in rows), key=lambda each: (each.last, each.case.pk))


def protection_case(actor: Actor, case_id: int) -> ProtectionCase:
    """One case with its persons, endings and what it renews. Raises Forbidden, ProtectionCase.DoesNotExist."""
    require(actor, LIST)
    rows = ProtectionCase.objects.select_related("renews", "renewed_by").prefetch_related("persons", "endings")
    return rows.get(pk=case_id)


def holds_on(actor: Actor, person_id: int) -> list[Hold]:
    """The holds of a person that are not lifted. Raises Forbidden."""
    require(actor, SEE)
    return list(Hold.objects.filter(person=person_id, lifted_at__isnull=True).order_by("pk"))


@dataclass(frozen=True)
class Deadlines:
    """How many cases end soon, how many are past their end and unconfirmed."""

    soon: int
    unconfirmed: int


def deadlines(actor: Actor) -> Deadlines:
    """What must be done about protection, for those who manage it. Raises Forbidden."""
    require(actor, MANAGE)
    today = timezone.localdate()
    until = today + timedelta(days=law.reminder_days(today) + 1)
    rows = ProtectionCase.objects.filter(ended_on__isnull=True)
    soon = Q(valid__endswith__gt=today, valid__endswith__lte=until)
    return Deadlines(
        soon=rows.filter(soon).count(),
        unconfirmed=rows.filter(valid__endswith__lte=today).count(),
    )
