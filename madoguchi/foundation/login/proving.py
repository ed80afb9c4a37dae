"""Asking again who someone is, before what is most sensitive.

``@recent(minutes=5)`` on a view: whoever has not proved in the last minutes who they are is asked by passkey or
password first, and comes back to the same page. A form that was sent too late is not carried out: its page opens again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .middleware import way_back
from .sessions import proved_within

View = Callable[..., HttpResponseBase]
MINUTES = 5


def recent(minutes: float = MINUTES) -> Callable[[View], View]:
    """Opens a view only to those who proved in the last ``minutes`` who they are."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            if not proved_within(request, minutes):
                return ask_again(request)
            return view(request, *args, **values)

        return checked

    return wrap


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """Sends the person to prove who they are, and back to the page they were on."""
    if request.method not in {"GET", "HEAD"}:
        messages.warning(
            request,
            "本人確認から時間がたったので、送った内容は受け付けていません。確認のあと、もう一度送ってください。",
        )
    return redirect(f"{reverse('login:again')}?{urlencode({'next': way_back(request)})}")
