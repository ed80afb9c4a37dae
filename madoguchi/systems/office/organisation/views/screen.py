"""What every screen of the organisation has: everyone with an appointment today is let in."""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.foundation.web.screens import actor_of, screens, tell

__all__ = ["actor_of", "screen", "tell", "user_id_of"]
screen = screens()


def user_id_of(request: HttpRequest) -> int:
    """The number of who is logged in."""
    user_id = actor_of(request).user_id
    assert user_id is not None
    return user_id
