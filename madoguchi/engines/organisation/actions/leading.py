"""Who may say something of a division's staff: its heads, and who manages access."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.access.models import Appointment, Division

from ..permissions import LEAD, MANAGE
from ..queries.seats import HEAD


def leads(actor: Actor, division: Division) -> bool:
    """True where the actor manages access, or acts as a head of the division or of one above it. One query at most."""
    if actor.may(MANAGE):
        return True
    return actor.may(LEAD) and led_by(actor) in division.path


def led_by(actor: Actor) -> str:
    """Code of the division that the actor leads in the appointment of now; "" for none."""
    today = Appointment.objects.on(timezone.localdate()).filter(pk=actor.appointment_id, roles__contains=[HEAD])
    return str(today.values_list("division__code", flat=True).first() or "")


def leads_member(actor: Actor, user_id: int) -> bool:
    """True where the actor leads a division in which a member of staff sits today."""
    if actor.may(MANAGE):
        return True
    code = led_by(actor) if actor.may(LEAD) else ""
    seats = Appointment.objects.on(timezone.localdate()).filter(user=user_id, division__path__contains=[code])
    return bool(code) and seats.exists()


def require_lead(actor: Actor, division: Division) -> None:
    """Raises Forbidden unless the actor leads the division."""
    if not leads(actor, division):
        raise Forbidden("この部署の代決者を定められるのは、所属の長と、職員の発令を管理する人です。")
