"""What every screen of the desk has: a log-in, a right, and a page not found for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.refusals import Refused

View = Callable[..., HttpResponseBase]
Screen = Callable[..., Callable[[View], View]]
NO_APPOINTMENT = "きょう有効な発令がありません。人事の担当に確認してください。"


def screens(*usual: str) -> Screen:
    """The decorator of a system's screens: ``screen = screens(VIEW)``.

    ``@screen()`` lets in those who hold one of the usual permissions, ``@screen(A, B)`` those who hold one of these;
    where there are none at all, everyone who has an appointment today. Others get Forbidden; an ObjectDoesNotExist
    that the view raises is a page not found.
    """

    def screen(*permissions: str) -> Callable[[View], View]:
        def wrap(view: View) -> View:
            @login_required
            @wraps(view)
            def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
                let_in(actor_of(request), permissions or usual)
                try:
                    return view(request, *args, **values)
                except ObjectDoesNotExist:
                    raise Http404 from None

            return checked

        return wrap

    return screen


def let_in(actor: Actor, permissions: tuple[str, ...]) -> None:
    """Raises Forbidden for who holds none of the permissions; where there are none, for who has no appointment."""
    if permissions:
        require(actor, next(filter(actor.may, permissions), permissions[0]))
    elif actor.appointment_id is None:
        raise Forbidden(NO_APPOINTMENT)


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff, in the appointment and for the purpose of this session."""
    return request.actor  # type: ignore[attr-defined]


def tell(form: forms.Form, refusal: Refused, **renamed: str) -> None:
    """Puts each reason of a refusal to the field that it is about, or over the form; ``renamed`` are other names of
    the form's."""
    for message, named in refusal.parts:
        field = renamed.get(named, named)
        form.add_error(field if field in form.fields else None, message)
