"""What every answer says to the browser beside the content policy: which powers a page has, and who may keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class HeadersMiddleware:
    """Permissions and origins on every answer; ``no-store`` on everything of the desk and of whoever is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.MADOGUCHI_PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        if is_private(request, response):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the desk's, or was made with or for a session."""
    if request.path.startswith(settings.MADOGUCHI_DESK):
        return True
    session = getattr(request, "session", None)
    return bool(response.cookies) or bool(session is not None and session.accessed and not session.is_empty())
