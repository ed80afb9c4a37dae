"""Where a member of staff sits in a session: one of the appointments of today, and the purpose of the work in hand."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from madoguchi.foundation.audit.actions import record

from .errors import Refused
from .middleware import PURPOSE, SEAT
from .models import User


def sit(session: SessionBase, user: User, *, appointment_id: int) -> None:
    """Acts in this appointment from the next request on; leaves one entry in the audit where it is another than before.

    Raises Refused where it is not one of the user's appointments of today.
    """
    rights = user.rights
    if appointment_id not in {appointment.pk for appointment in rights.appointments}:
        raise Refused("その発令は、きょうは有効ではありません。", "appointment")
    before = rights.appointment
    rights.chosen_id = appointment_id
    if before is None or before.pk != appointment_id:
        session[SEAT] = appointment_id
        record(user.as_actor(), action="access.sit", subject=f"staff:{user.pk}", detail={"appointment": appointment_id})


def state_purpose(session: SessionBase, user: User, *, code: str) -> None:
    """Says why people's data are looked at from now on; "" leaves it to the usual purpose of each system.

    Raises Refused for a code that the town does not have.
    """
    if code and user.rights.purpose_named(code) is None:
        raise Refused("その利用目的はありません。", "purpose")
    session[PURPOSE] = user.rights.chosen_purpose = code
