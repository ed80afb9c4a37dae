"""Who works in the towns of the bench."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User

DIVISION = "窓口サービス課"


def worker(role: str, number: int = 0) -> User:
    """A member of staff of the present town with one role (``clerk``, ``supervisor``), made on first use.

    There may be several of them, told apart by number.
    """
    from madoguchi.foundation.access.models import User

    username = f"bench-{role}-{number}" if number else f"bench-{role}"
    return User.objects.filter(username=username).first() or newcomer(role, username)


def newcomer(role: str, username: str) -> User:
    """The same, made and appointed."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.access.actions.appointments import appoint
    from madoguchi.foundation.access.actions.staff import add_division, register_staff
    from madoguchi.foundation.access.models import Division

    division = Division.objects.filter(name=DIVISION).first()
    division = division or add_division(SYSTEM_ACTOR, code="bench", name=DIVISION, start=None)
    made = register_staff(SYSTEM_ACTOR, username=username, name="測定　太郎")
    words = {"post": "主事", "roles": [role], "reason": "測定"}
    appoint(SYSTEM_ACTOR, user_id=made.pk, division_id=division.pk, start=date(2020, 4, 1), **words)  # type: ignore[arg-type]
    return made
