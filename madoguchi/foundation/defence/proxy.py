"""Who asks, when a reverse proxy stands between."""

from collections.abc import Callable, Sequence
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network


class ProxyMiddleware:
    """Makes ``REMOTE_ADDR`` the visitor's address, and forgets what a visitor says of themselves.

    ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed only from an address in ``settings.MADOGUCHI_PROXIES``;
    everyone else's are removed before anything reads them. ``X-Forwarded-Host`` is never believed: it names a town.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = networks(tuple(settings.MADOGUCHI_PROXIES))
        sender = request.META.get("REMOTE_ADDR", "")
        if is_within(sender, proxies):
            chain = [sender, *reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(","))]
            request.META["REMOTE_ADDR"] = visitor(chain, proxies)
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        request.META.pop("HTTP_X_FORWARDED_HOST", None)
        return self.get_response(request)


def visitor(chain: Sequence[str], proxies: tuple[Network, ...]) -> str:
    """The first address of a chain, nearest first, that is no proxy of ours; the last readable one where all are."""
    nearest = chain[0]
    for address in (each.strip() for each in chain):
        if not is_address(address):
            return nearest
        nearest = address
        if not is_within(address, proxies):
            return nearest
    return nearest


@cache
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of a setting. Raises ValueError for one that cannot be read."""
    return tuple(ip_network(each, strict=False) for each in written)


def is_within(address: str, among: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; an unreadable one does not."""
    return is_address(address) and any(ip_address(address) in network for network in among)


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
