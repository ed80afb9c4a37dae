"""What every screen of the access records has: a log-in, a right, and no copy kept by the browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.text import row_number

from ..system import VIEW

View = Callable[..., HttpResponseBase]


def screen(permission: str = VIEW) -> Callable[[View], View]:
    """A view for those who are logged in and hold the permission; what is not there is a page not found."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            require(actor_of(request), permission)
            try:
                response = view(request, *args, **values)
            except ObjectDoesNotExist:
                raise Http404 from None
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return checked

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def cursor(request: HttpRequest) -> int | None:
    """Where a page goes on; None for the beginning."""
    return row_number(request.GET.get("after", ""))
