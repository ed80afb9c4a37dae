"""Which of Wagtail's own pages are open: the frame of the desk, and nothing that nobody in the city hall uses yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

WAGTAIL = "wagtail"
OPEN = {
    "wagtailadmin_home",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_dismissibles",
}


class OwnDoorsMiddleware:
    """Refuses Wagtail's registers (users, groups, pages, images …) to everyone who is logged in, administrators and
    superusers too: staff and rights are changed in the screens of ``security/staff`` alone. Visitors are asked to log
    in by Wagtail itself. A system that needs one of these registers adds its names to ``OPEN`` with a right of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Called by Django before each view. Raises PermissionDenied."""
        match = request.resolver_match
        if match and is_closed(match.view_name) and request.user.is_authenticated:
            raise PermissionDenied


def is_closed(name: str) -> bool:
    """True for the name of a page of Wagtail that is not part of the frame."""
    return name.startswith(WAGTAIL) and name not in OPEN
