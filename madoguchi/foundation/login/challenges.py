"""Challenges of passkeys: kept in the session, used once, good for a few minutes."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

KEPT = "login.challenge"
SECONDS = 300


class NoChallengeError(Exception):
    """No challenge of this kind is open in the session: used already, too old, or of another step."""


def keep(request: HttpRequest, purpose: str, state: dict[str, Any]) -> None:
    """Keeps a challenge; one that was open before is void."""
    request.session[KEPT] = {"purpose": purpose, "at": time.time(), **state}


def take(request: HttpRequest, purpose: str) -> dict[str, Any]:
    """The open challenge, which is used up by asking for it, whatever comes of it. Raises NoChallengeError."""
    found = request.session.pop(KEPT, None)
    if not found or found["purpose"] != purpose or time.time() - found["at"] > SECONDS:
        raise NoChallengeError
    return {"challenge": found["challenge"], "user_verification": found["user_verification"]}
