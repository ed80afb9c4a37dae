"""The actor: the first argument of every write and of every read of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied


class Forbidden(PermissionDenied):
    """The actor lacks a permission; the message says which division to ask, and nothing of the data."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff at work, or the system itself (``user_id`` None).

    ``purpose`` is why people's data are looked at in this request, e.g. 転居届の受付. ``emergency`` names the emergency
    access (``emergency:12``) whose extra rights the actor has now; "" in ordinary times.
    """

    user_id: int | None
    name: str
    division: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    purpose: str = ""
    is_system: bool = False
    post: str = ""
    appointment_id: int | None = None
    emergency: str = ""

    def may(self, permission: str) -> bool:
        """True when the actor holds the permission; the system itself holds all."""
        return self.is_system or permission in self.permissions

    def __str__(self) -> str:
        return f"{self.division}　{self.name}" if self.division else self.name


SYSTEM_ACTOR = Actor(user_id=None, name="システム", is_system=True)


def require(actor: Actor, permission: str) -> None:
    """Raises Forbidden unless the actor holds the permission."""
    if not actor.may(permission):
        raise Forbidden("この業務を行う権限がありません。所属の長に確認してください。")


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All permissions that the systems' manifests give to these roles."""
    from madoguchi.foundation.registry import systems

    held = set(roles)
    return frozenset(
        permission
        for system in systems()
        for role, permissions in system.roles.items()
        if role in held
        for permission in permissions
    )
