"""Who of the staff may do something."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import rights_by_role
from madoguchi.foundation.access.models import Appointment, User
from madoguchi.foundation.access.rights import adjustments_on, seat_of

RECOVER = "login.recover"
BREAK_GLASS = "access.break_glass"
REVIEW = "access.review_emergency"


def holders(*permissions: str) -> list[User]:
    """Active members of staff who hold any of the permissions today, in any of their appointments. Three queries."""
    today, wanted = timezone.localdate(), set(permissions)
    grants, by_role = adjustments_on(today), rights_by_role()
    seats = [seat_of(each) for each in Appointment.objects.on(today).select_related("division")]
    found = {seat.user_id for seat in seats if wanted & rules.effective(seat, grants, by_role, on=today, purpose="")}
    return list(User.objects.filter(pk__in=found, is_active=True, is_staff=True).order_by("pk"))


def divisions() -> dict[int, str]:
    """Member of staff → name of the division of today's main appointment. One query."""
    mains = Appointment.objects.on(timezone.localdate()).filter(is_main=True).select_related("division")
    return {each.user_id: each.division.name for each in mains}
