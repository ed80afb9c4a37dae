"""Permissions by role."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .actor import permissions_of

DESK = "wagtailadmin.access_admin"


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; permissions by the roles that manifests declare. Staff may open the desk."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Django's question, answered from the user's roles before groups are asked."""
        if not user_obj.is_active:
            return False
        if perm == DESK and user_obj.is_staff:
            return True
        return perm in permissions_of(user_obj.roles) or super().has_perm(user_obj, perm, obj)
