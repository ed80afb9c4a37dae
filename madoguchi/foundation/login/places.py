"""Where a request comes from, and which door it knocked at."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest

from .rules import network

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
ADDRESS = re.compile(r"^[\d.]+$|:")


def address_of(request: HttpRequest) -> str:
    """The network address that a request comes from; ``foundation/defence/proxy`` has looked behind our proxies."""
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """The network that failures are counted for."""
    return network(address_of(request))


def rp_id(request: HttpRequest) -> str:
    """The host that passkeys are bound to: the town's name in the address, without the port."""
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def takes_passkeys(host: str) -> bool:
    """False for a bare network address: browsers bind passkeys to names only."""
    return not ADDRESS.search(host)


def origin(request: HttpRequest) -> str:
    """The origin that a browser must name: scheme, host and port of this very page."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}"


def browser_of(request: HttpRequest) -> str:
    """The browser in a few words, e.g. 「Edge・Windows」, for the list of one's own sessions."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "ブラウザー")
    machine = next((name for mark, name in MACHINES if mark in agent), "")
    return f"{browser}・{machine}" if machine else browser
