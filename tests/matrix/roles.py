"""Who knocks: ten people, from the street to the superuser."""

from __future__ import annotations

from django.test import Client

from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of, make_user

APPOINTED = {
    "clerk": ("窓口サービス課", ["clerk"]),
    "supervisor": ("窓口サービス課", ["clerk", "supervisor"]),
    "head": ("窓口サービス課", ["head", "registrar"]),
    "leader": ("道路管理課", ["head"]),
    "viewer": ("課税課", ["viewer"]),
    "auditor": ("監査委員事務局", ["auditor"]),
    "administrator": ("情報推進課", ["administrator"]),
}
ROLES = ("visitor", "unappointed", *APPOINTED, "superuser")


def user_in(role: str) -> User | None:
    """A member of staff of the present town in a role; None for the visitor."""
    if role == "visitor":
        return None
    division, roles = APPOINTED.get(role, ("", []))
    user = make_user(f"matrix-{role}", f"役割　{role}", division, roles)
    if role == "superuser":
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
    return user


class Knocker:
    """Sends requests as one person, each as if it were the first: nothing that one of them writes reaches the next."""

    def __init__(self, role: str) -> None:
        client = client_of(user_in(role))
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def client(self) -> Client:
        """A client with the cookies of the log-in and nothing else."""
        client = client_of()
        client.raise_request_exception = False
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client
