"""Loads, for those who ask for them and those who decide them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.access.models import Appointment, User

from ..actions.showing import Shown, shown_from
from ..models import Load
from ..permissions import APPROVE, MANAGE


def loads(actor: Actor) -> QuerySet[Load]:
    """Every load, the latest first. Raises Forbidden: transfers are nobody's business before they are announced."""
    if not (actor.may(MANAGE) or actor.may(APPROVE)):
        raise Forbidden("組織改正と人事異動の取込みを見る権限がありません。")
    return Load.objects.defer("rows", "result")


def kept(load: Load) -> Shown | None:
    """What a load did; None where it is not in force."""
    return shown_from(load.result) if load.result else None


def unplaced(shown: Shown, load: Load) -> list[User]:
    """The staff of ended divisions who have no seat on the day of the load, or today where that is later; one query."""
    day = max(load.day or timezone.localdate(), timezone.localdate())
    seated = Appointment.objects.on(day).values("user")
    left = {change.user_id for change in shown.left}
    return list(User.objects.filter(pk__in=left, is_active=True).exclude(pk__in=seated).order_by("username"))
