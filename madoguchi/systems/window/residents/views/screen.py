"""What every screen of the register has: a log-in, a right, and why it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.engines.people.api import PeopleView, visible_to
from madoguchi.foundation.access import Actor, require

VIEW, ACT = "people.view", "people.act"
RELATION, HISTORY = "people.item.relation", "people.item.history"
LIST, MANAGE = "people.protection.list", "people.protection.manage"
View = Callable[..., HttpResponseBase]


def screen(permission: str = VIEW) -> Callable[[View], View]:
    """A view for those who are logged in and hold the permission; a person who is not there is a page not found."""

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
    """The member of staff, in the appointment and for the purpose that were chosen for this session."""
    return request.actor  # type: ignore[attr-defined]


def people(request: HttpRequest) -> PeopleView:
    """What the member of staff may see of people."""
    return visible_to(actor_of(request))
