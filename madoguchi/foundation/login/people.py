"""Who of the staff may do something."""

from __future__ import annotations

from madoguchi.foundation.access.models import User

RECOVER = "login.recover"
BREAK_GLASS = "access.break_glass"
REVIEW = "access.review_emergency"


def holders(*permissions: str) -> list[User]:
    """Active members of staff who hold any of the permissions. Reads the whole staff: for rare occasions only."""
    everyone = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    return [user for user in everyone if any(user.as_actor().may(each) for each in permissions)]
