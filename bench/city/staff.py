"""Who works in the towns of the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User


def worker(role: str) -> User:
    """A member of staff of the present town with one role (``clerk``, ``supervisor``), made on first use."""
    from madoguchi.foundation.access.models import User

    found, is_new = User.objects.get_or_create(
        username=f"bench-{role}",
        defaults={"name": "測定　太郎", "division": "窓口サービス課", "roles": [role], "is_staff": True},
    )
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    return found
