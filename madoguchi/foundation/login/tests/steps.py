"""What the stories of the log-in do again and again."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.login.models import Passkey
from madoguchi.foundation.login.sessions import MARKS
from madoguchi.foundation.testing.staff import HOST, PASSWORD, client_of

from .authenticator import Key

GOOD = "ume-kasa-5-tegami-hoshi"


def from_desk(address: str = "192.0.2.10") -> Client:
    """A browser at a desk with this network address."""
    return Client(SERVER_NAME=HOST, REMOTE_ADDR=address)


def give_password(client: Client, user: User | str, password: str = PASSWORD, **more: str) -> Any:
    """Types user name and password."""
    username = user if isinstance(user, str) else user.username
    return client.post("/desk/login/", {"username": username, "password": password, **more})


def options(client: Client, path: str) -> dict[str, Any]:
    """What the page's script asks for."""
    response = client.post(path)
    assert response.status_code == 200, response.content
    return response.json()


def register(client: Client, key: Key, path: str = "/desk/account/passkeys/new/", name: str = "職員の鍵") -> Any:
    """Registers a key on a page."""
    answer = key.make(options(client, "/desk/login/passkey/new-options/"))
    return client.post(path, {"name": name, "answer": answer})


def use(client: Client, key: Key, path: str, alone: bool = False, **more: str) -> Any:
    """Uses a key on a page."""
    answer = key.use(options(client, f"/desk/login/passkey/options/{'?alone=1' if alone else ''}"))
    return client.post(path, {"answer": answer, **more})


def with_key(user: User, key: Key | None = None) -> Key:
    """The person has registered a key."""
    key = key or Key()
    assert register(client_of(user), key).status_code == 302
    assert Passkey.objects.filter(user=user).exists()
    return key


def is_in(client: Client) -> bool:
    """True when the client is at its desk."""
    return client.get("/desk/account/").status_code == 200


def set_marks(client: Client, **ago: float) -> None:
    """Lets things of a session lie so many seconds back: ``seen=700``."""
    session = client.session
    session[MARKS] = {**session[MARKS], **{name: time.time() - seconds for name, seconds in ago.items()}}
    session.save()


def actions(user: User | None = None) -> list[str]:
    """The audit's actions of the log-in, oldest first."""
    entries = Entry.objects.filter(action__startswith="login.").order_by("id")
    if user is not None:
        entries = entries.filter(subject=f"staff:{user.pk}")
    return [entry.action for entry in entries]
