"""What every screen of the organisation has: a log-in, an appointment of today, calm answers to what is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from madoguchi.engines.organisation.api import Refused
from madoguchi.foundation.access import Actor, Forbidden

View = Callable[..., HttpResponseBase]


def screen(view: View) -> View:
    """A view for everyone who has an appointment today; what is not there is a page not found."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        if actor_of(request).appointment_id is None:
            raise Forbidden("きょう有効な発令がありません。人事の担当に確認してください。")
        try:
            return view(request, *args, **values)
        except ObjectDoesNotExist:
            raise Http404 from None

    return checked


def actor_of(request: HttpRequest) -> Actor:
    """Who is logged in."""
    return request.actor  # type: ignore[attr-defined]


def user_id_of(request: HttpRequest) -> int:
    """The number of who is logged in."""
    user_id = actor_of(request).user_id
    assert user_id is not None
    return user_id


def tell(form: forms.Form, refusal: Refused, **fields: str) -> None:
    """Puts a refusal to the field that it is about, or over the form; ``fields`` are other names of the form's."""
    field = fields.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))
