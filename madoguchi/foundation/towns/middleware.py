"""Chooses the town by the host name of the request."""

import time
from collections.abc import Callable

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django_tenants.utils import remove_www

from .models import Town

SECONDS_KEPT = 30.0


class TownMiddleware:
    """Sets ``request.town`` (and django-tenants' ``request.tenant``) and the connection's schema.

    The list of towns changes a few times a year, so an answer is kept for half a minute; a host that names no town
    opens the default town. Raises Http404 where there is none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: dict[str, tuple[float, Town]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        town = self.town_at(remove_www(request.get_host().split(":")[0]))
        request.tenant = request.town = town  # type: ignore[attr-defined]
        connection.set_tenant(town)  # type: ignore[attr-defined]
        return self.get_response(request)

    def town_at(self, host: str) -> Town:
        """The town of a host name, from memory where it was asked for a moment ago."""
        until, town = self.kept.get(host, (0.0, None))
        if town is None or until < time.monotonic():
            town = find_town(host)
            self.kept[host] = (time.monotonic() + SECONDS_KEPT, town)
        return town


def find_town(host: str) -> Town:
    """The town whose domain is ``host``, else the default town."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    opened = Town.objects.exclude(opened_at=None)
    town = opened.filter(domains__domain=host).first() or opened.filter(is_default=True).first()
    if town is None:
        raise Http404("この名前の団体はありません")
    return town
