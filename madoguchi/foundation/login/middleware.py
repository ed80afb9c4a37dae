"""Watches over the sessions of the desk."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from madoguchi.foundation.towns.current import current_schema
from madoguchi.foundation.web.context import desk_url

from . import emergency, sessions
from .rules import acted, is_page

IDLE = "操作がないまま時間がたったので、ログアウトしました。"
NOT_TAKEN = (
    "いま送った内容は、まだ受け付けていません。"
    "ログインすると元の画面に戻ります。入力を確かめて、もう一度送ってください。"
)


class DeskSessionMiddleware:
    """Ends sessions that are over, keeps those alive in which a person acts, and sets the rights of an emergency.

    Requests of people who are not logged in pass untouched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return self.get_response(request)
        if over(request):
            return sent_away(request) if needs_log_in(request) else self.get_response(request)
        emergency.equip(request)
        return self.get_response(request)


def over(request: HttpRequest) -> bool:
    """Ends the session where it must end, True then; else keeps it alive as far as a person acts."""
    marks = sessions.marks_of(request)
    if not marks and not settings.PASSKEY_REQUIRED:
        sessions.adopt(request)
    elif not is_ours(marks):
        logout(request)
        return True
    elif sessions.ended_by_time(marks):
        sessions.leave(request, sessions.End.IDLE)
        return True
    elif acted(lower_headers(request)):
        sessions.keep_alive(request)
    return False


def is_ours(marks: dict[str, object]) -> bool:
    """False for a session of another town, or begun without the passkey that is now asked for."""
    if marks.get("town") != current_schema():
        return False
    return bool(marks.get("passkey")) or not settings.PASSKEY_REQUIRED


def needs_log_in(request: HttpRequest) -> bool:
    """True for the desk's pages; what everybody may open is shown to a visitor."""
    return request.path.startswith(desk_url()) and not request.path.startswith(reverse("login:enter"))


def lower_headers(request: HttpRequest) -> dict[str, str]:
    """The headers of a request by lower-case name."""
    return {name.lower(): value for name, value in request.headers.items()}


def sent_away(request: HttpRequest) -> HttpResponse:
    """To the log-in and back to the same page; a part of a page gets a bare 401, which the page knows how to take."""
    if not is_page(lower_headers(request)):
        return HttpResponse(status=401, headers={"Cache-Control": "no-store"})
    messages.warning(request, IDLE if request.method in {"GET", "HEAD"} else f"{IDLE}{NOT_TAKEN}")
    return redirect(f"{reverse('login:enter')}?{urlencode({'next': way_back(request)})}")


def way_back(request: HttpRequest) -> str:
    """The page that was open: of a form, the one it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return desk_url()
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
