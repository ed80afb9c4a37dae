"""What every screen of approvals has: a log-in and an appointment of today."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.engines.approvals.api import require_seat
from madoguchi.foundation.access import Actor

View = Callable[..., HttpResponseBase]


def screen(view: View) -> View:
    """A view for those who work somewhere today; what is not theirs is a page not found."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        require_seat(actor_of(request))
        try:
            response = view(request, *args, **values)
        except ObjectDoesNotExist:
            raise Http404 from None
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return checked


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff, in the appointment of this session."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
