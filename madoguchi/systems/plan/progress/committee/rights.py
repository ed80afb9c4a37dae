"""Who writes for a body: its 事務局, and whoever manages plans."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import Actor

from ..errors import Refused
from ..models import Body, Member, Role
from ..system import MANAGE


def keeps(actor: Actor, body: Body) -> bool:
    """Whether the actor writes for a body today."""
    if actor.may(MANAGE):
        return True
    office = Member.objects.filter(body=body, role=Role.OFFICE, valid__contains=timezone.localdate())
    return actor.appointment_id is not None and office.filter(appointment=actor.appointment_id).exists()


def check_keeps(actor: Actor, body: Body) -> None:
    """Raises Refused for who does not write for the body."""
    if not keeps(actor, body):
        raise Refused(f"{body.name}の会議と評価を書くのは、その事務局です。")
