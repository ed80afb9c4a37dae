"""What every screen of exports has: a log-in and one of some rights."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.foundation.access import Actor, require

View = Callable[..., HttpResponseBase]


def screen(*permissions: str) -> Callable[[View], View]:
    """A view for those who are logged in and hold one of the permissions; what is not theirs is a page not found."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            actor = actor_of(request)
            require(actor, next(filter(actor.may, permissions), permissions[0]))
            try:
                response = view(request, *args, **values)
            except ObjectDoesNotExist:
                raise Http404 from None
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return checked

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff, in the appointment of this session."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
