"""A page for every error that comes without one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from madoguchi.foundation.web.views import bare_error

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class ErrorPageMiddleware:
    """Gives answers of 400 and more without words the house's page; keeps the header ``Allow`` of 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.streaming or getattr(response, "content", None):
            return response
        page = bare_error(request, response.status_code)
        if page is None:
            return response
        if "Allow" in response:
            page["Allow"] = response["Allow"]
        return page
