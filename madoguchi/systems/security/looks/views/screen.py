"""What every screen of the access records has."""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.screens import actor_of, screens

from ..system import VIEW

__all__ = ["actor_of", "cursor", "screen"]
screen = screens(VIEW)


def cursor(request: HttpRequest) -> int | None:
    """Where a page goes on; None for the beginning."""
    return row_number(request.GET.get("after", ""))
