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
SEE, MANAGE = "people.protection.see", "people.protection.manage"
PURPOSE = "residents.purpose"
PURPOSES = ("届出の受付", "証明の交付", "住民からの照会", "関係課からの照会", "実態調査", "データの点検")
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
    """The member of staff, with the purpose that was chosen for this session."""
    purpose = request.session.get(PURPOSE, PURPOSES[0])
    return request.user.as_actor(purpose)  # type: ignore[union-attr]


def people(request: HttpRequest) -> PeopleView:
    """What the member of staff may see of people."""
    return visible_to(actor_of(request))
