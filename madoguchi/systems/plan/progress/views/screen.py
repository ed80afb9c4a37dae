"""What every screen of the plan has: a log-in, a right, and a calm answer to what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from madoguchi.foundation.access import Actor, require

from ..errors import Refused
from ..system import VIEW

View = Callable[..., HttpResponseBase]


def screen(permission: str = VIEW) -> Callable[[View], View]:
    """A view for those who are logged in and hold the permission; what is not there is a page not found."""

    def wrap(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            require(actor_of(request), permission)
            try:
                return view(request, *args, **values)
            except ObjectDoesNotExist:
                raise Http404 from None

        return checked

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Who is logged in."""
    return request.actor  # type: ignore[attr-defined]


def tell(form: forms.Form, refusal: Refused) -> None:
    """Puts a refusal to the field that it is about, or over the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def file(content: bytes, name: str, kind: str = "text/csv; charset=utf-8") -> HttpResponse:
    """A file to keep, under a Japanese name."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
