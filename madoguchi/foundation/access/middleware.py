"""Gives each request its actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from madoguchi.foundation.registry import usual_purpose

from .actor import Actor

NOBODY = Actor(user_id=None, name="来訪者")
SEAT, PURPOSE = "access.seat", "access.purpose"
"""Keys of the session: the appointment in which its owner acts, and the code of the purpose that was chosen."""


class ActorMiddleware:
    """Sets ``request.actor``: the member of staff logged in, else a visitor without permissions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user
        request.user = SimpleLazyObject(lambda: seated(request, known))  # type: ignore[assignment]
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def seated(request: HttpRequest, user: object) -> object:
    """The user of a request, in the appointment and for the purpose that the session chose."""
    if getattr(user, "is_authenticated", False):
        rights = user.rights  # type: ignore[attr-defined]
        rights.chosen_id, rights.chosen_purpose = request.session.get(SEAT), request.session.get(PURPOSE, "")
    return user


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request: its purpose is the one chosen for the session, else the usual one of the system."""
    user = request.user
    return user.as_actor(purpose_of(request)) if user.is_authenticated else NOBODY


def purpose_of(request: HttpRequest) -> str:
    """Code of the purpose for which a request looks at people; "" where none was chosen and the system has no usual."""
    match = request.resolver_match
    return request.session.get(PURPOSE) or usual_purpose(getattr(match.func, "__module__", "") if match else "")
