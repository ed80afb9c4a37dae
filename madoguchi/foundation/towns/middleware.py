"""Chooses the town by the host name of the request."""

import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django_tenants.utils import remove_www

from .models import Town

SECONDS_KEPT = 30.0


class TownMiddleware:
    """Sets ``request.town`` (and django-tenants' ``request.tenant``) and the connection's schema.

    The list of towns changes a few times a year, so a town that was found is kept for half a minute. An address
    without a name opens the default town; a name that is no town's opens none. Raises Http404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: dict[str, tuple[float, Town]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, _port = split_domain_port(request.get_host())
        town = self.town_at(remove_www(name))
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
    """The town whose domain is ``host``; the default town for an address that names none. Raises Http404."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    opened = Town.objects.exclude(opened_at=None)
    town = opened.filter(domains__domain=host).first()
    if town is None and names_no_town(host):
        town = opened.filter(is_default=True).first()
    if town is None:
        raise Http404("この名前の団体はありません")
    return town


def names_no_town(host: str) -> bool:
    """Whether a host is a mere address: an IP number, or one of ``settings.MADOGUCHI_DEFAULT_HOSTS``."""
    if host in settings.MADOGUCHI_DEFAULT_HOSTS:
        return True
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
