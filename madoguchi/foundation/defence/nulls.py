"""A sign that no person types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

NUL = "\0"


class NullMiddleware:
    """Refuses a form or query with NUL, which PostgreSQL cannot store: else each view would have to think of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Called by Django after the check of the form's token. Raises SuspiciousOperation: 400."""
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if any(NUL in value for fields in sent for _, values in fields.lists() for value in values):
            raise SuspiciousOperation("NUL in a form or query")
