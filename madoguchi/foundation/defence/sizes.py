"""Large requests are refused before they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings

from madoguchi.foundation.web.views import too_large

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

BODYLESS = {"GET", "HEAD", "OPTIONS"}


class SizeMiddleware:
    """Answers 413 where a request says that it is larger than its sender may send.

    It stands behind the log-in and before the check of forms, which reads the body: without a log-in
    ``MADOGUCHI_LARGEST_FROM_STREET`` bytes, with one ``MADOGUCHI_LARGEST_FROM_DESK``. A body of unknown length is
    taken for empty, as WSGI has it: it is never read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in BODYLESS and is_too_large(request):
            return too_large(request)
        return self.get_response(request)


def is_too_large(request: HttpRequest) -> bool:
    """Whether the length that a request tells is beyond what this sender may send."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    length = int(told) if told.isascii() and told.isdigit() else 0
    if length <= settings.MADOGUCHI_LARGEST_FROM_STREET:
        return False
    return length > settings.MADOGUCHI_LARGEST_FROM_DESK or not request.user.is_authenticated
