"""The actor: the first argument of every write and of every read of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.core.exceptions import PermissionDenied

DETAIL = "："


class Forbidden(PermissionDenied):
    """The actor lacks a permission; the message says which division to ask, and nothing of the data."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff at work in one appointment, or the system itself (``user_id`` None).

    Attributes:
        division: name of the division of the appointment; empty for one who has no appointment today.
        permissions: what the appointment may do today, for this purpose.
        purpose: why people's data are looked at in this request, e.g. 届出の受付 or 届出の受付：転居届.
        post: 職名 of the appointment.
        emergency: why the actor holds rights by break-glass access; empty in ordinary work.
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

    def about(self, matter: str) -> "Actor":
        """The same actor, whose purpose also says the matter in hand: 届出の受付：転居届."""
        return replace(self, purpose=DETAIL.join(filter(None, [self.purpose, matter]))) if matter else self

    def __str__(self) -> str:
        return f"{self.division}　{self.name}" if self.division else self.name


SYSTEM_ACTOR = Actor(user_id=None, name="システム", is_system=True)


def require(actor: Actor, permission: str) -> None:
    """Raises Forbidden unless the actor holds the permission."""
    if not actor.may(permission):
        raise Forbidden("この業務を行う権限がありません。所属の長に確認してください。")


def rights_by_role() -> dict[str, frozenset[str]]:
    """Role code → all permissions that the systems' manifests give to it."""
    from madoguchi.foundation.registry import systems

    found: dict[str, set[str]] = {}
    for system in systems():
        for role, permissions in system.roles.items():
            found.setdefault(role, set()).update(permissions)
    return {role: frozenset(permissions) for role, permissions in found.items()}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All permissions that the systems' manifests give to these roles."""
    by_role = rights_by_role()
    return frozenset(permission for role in roles for permission in by_role.get(role, ()))
