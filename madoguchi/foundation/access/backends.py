"""Permissions by appointment."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

DESK = "wagtailadmin.access_admin"


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; permissions by the appointment in which the member of staff acts.

    Staff may always open the desk: there they are told where no appointment holds today. Django's own permissions,
    groups and ``is_superuser`` give nothing.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Django's question, answered from today's rights."""
        if not user_obj.is_active:
            return False
        if perm == DESK and user_obj.is_staff:
            return True
        return bool(user_obj.as_actor(user_obj.rights.chosen_purpose).may(perm))
