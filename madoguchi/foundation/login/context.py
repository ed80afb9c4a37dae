"""What every desk page says of the session: the band of an emergency, the end of idleness, one's own account."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .rules import WARN_SECONDS
from .sessions import left

PARTS = ("login/parts/desk.html",)


def session(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``login``, worked out only where it is used, and the parts that stand on desk pages."""
    return {"login": SimpleLazyObject(lambda: facts(request)), "desk_parts": PARTS}


def facts(request: HttpRequest) -> dict[str, object]:
    """What the parts of the log-in on a desk page need; empty for someone who is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "left": left(request),
        "warn": WARN_SECONDS,
        "who": user.pk,
        "name": user.get_full_name(),
        "account": reverse("login:account"),
        "out": reverse("login:out"),
        "emergency": getattr(request, "emergency", None),
    }
