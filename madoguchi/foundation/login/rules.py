"""Rules of logging in: waits after failures, the end of a session, what counts as acting. No Django, no clock."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86400
WARN_SECONDS = 60
SEEN_EVERY = 20


@dataclass(frozen=True)
class Patience:
    """How failures of one kind are borne.

    Attributes:
        free: failures without any wait.
        first: seconds to wait after the first failure beyond those; doubles with each further one.
        longest: seconds that no wait exceeds.
        forget: seconds without a try after which the failures are forgotten.
    """

    free: int
    first: int
    longest: int
    forget: int


PAIR = Patience(free=4, first=5, longest=15 * MINUTE, forget=DAY)
ADDRESS = Patience(free=60, first=5, longest=5 * MINUTE, forget=HOUR)
DEVICE = Patience(free=6, first=5, longest=5 * MINUTE, forget=DAY)


def wait_after(failures: int, patience: Patience) -> int:
    """Seconds to wait after so many failures."""
    beyond = failures - patience.free
    if beyond <= 0:
        return 0
    doublings = min(beyond - 1, 20)
    return min(patience.longest, patience.first * 2**doublings)


def remembered(failures: int, seconds_since: float, patience: Patience) -> int:
    """The failures that still count when the last one lies so many seconds back."""
    return 0 if seconds_since >= patience.forget else failures


def network(address: str) -> str:
    """What counts as one network address: an IPv4 address, or the /64 that an IPv6 subscriber holds.

    Anything else is one address, so that a forged header cannot spread over many.
    """
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


@dataclass(frozen=True)
class Limits:
    """When a session at the desk ends, in seconds."""

    idle: int
    whole: int


def seconds_left(now: float, begun: float, seen: float, limits: Limits) -> int:
    """Whole seconds until a session ends if nothing is done; 0 when it has ended."""
    ends = min(seen + limits.idle, begun + limits.whole)
    return max(0, int(ends - now))


def is_over(now: float, begun: float, seen: float, limits: Limits) -> bool:
    """True when a session has ended: idle too long, open too long, or from a clock that was turned back."""
    return now >= min(seen + limits.idle, begun + limits.whole) or begun > now + HOUR


def acted(headers: Mapping[str, str]) -> bool:
    """True where a person caused the request, as far as its headers tell; polling and parts of pages are not acts.

    Names are lower case. A script says ``x-acted: 1`` when a key or pointer was used since its last request. A page
    that loads itself again carries no ``sec-fetch-user``, although the browser says of what kind its request is.
    """
    if headers.get("x-acted") == "1":
        return True
    if headers.get("hx-request") == "true" or headers.get("x-requested-with"):
        return False
    mode = headers.get("sec-fetch-mode", "")
    if not mode:
        return True
    return mode == "navigate" and headers.get("sec-fetch-user") == "?1"


def is_page(headers: Mapping[str, str]) -> bool:
    """True where the answer fills the window, and is not taken by a script or shown as a part of a page."""
    if headers.get("hx-request") == "true" or headers.get("x-requested-with"):
        return False
    return headers.get("sec-fetch-mode", "navigate") == "navigate"
