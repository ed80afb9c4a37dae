"""What every screen of the seals has: a log-in, a right, no copy in any cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madoguchi.engines.people.api import PersonRecord, visible_to
from madoguchi.foundation.access import Actor, require

from ..system import USE

View = Callable[..., HttpResponseBase]


def screen(permission: str = USE) -> Callable[[View], View]:
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
    return request.actor  # type: ignore[attr-defined]


def person_of(request: HttpRequest, person_id: int) -> PersonRecord:
    """The person, as the member of staff may see them; the look is logged. Raises Held, Person.DoesNotExist."""
    return visible_to(actor_of(request)).person(person_id)


def paper(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to look at and print."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def picture(png: bytes) -> HttpResponse:
    """A PNG for a screen."""
    return HttpResponse(png, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
