"""So many requests in a window of time: counted in the town's database, so that all processes count together."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from madoguchi.foundation.web.views import too_many

from .figures import Limit
from .models import Knock

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HOUSEHOLD_BITS = 64
COUNT = """
    INSERT INTO defence_knock (kind, asker, "window", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (kind, asker, "window") DO UPDATE SET count = defence_knock.count + 1 RETURNING count
"""
View = Callable[..., "HttpResponseBase"]


def limited(kind: str, *, when: str = "") -> Callable[[View], View]:
    """A view that answers 429 with ``Retry-After`` beyond the limit ``settings.MADOGUCHI_LIMITS[kind]``.

    With ``when`` only those requests count that bring something under this name in their query.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            counts = not when or bool(request.GET.get(when))
            wait = seconds_to_wait(kind, asker(request)) if counts else 0
            return too_many(request, retry_after=wait) if wait else view(request, *args, **values)

        counted.limited = kind  # type: ignore[attr-defined]
        return counted

    return wrap


def seconds_to_wait(kind: str, who: str, now: float | None = None) -> int:
    """Counts one request; 0 while it is within the limit, else how long until the window ends."""
    limit: Limit = settings.MADOGUCHI_LIMITS[kind]
    moment = time.time() if now is None else now
    window = int(moment // limit.seconds) * limit.seconds
    if count(kind, who, window) <= limit.times:
        return 0
    return max(1, int(window + limit.seconds - moment))


def count(kind: str, who: str, window: int) -> int:
    """How many requests there were in the window with this one; one statement, whatever runs beside it."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [kind, who, window])
        return int(cursor.fetchone()[0])


def forget_old(now: float | None = None) -> int:
    """Removes what no window asks for any more; gives how many rows."""
    longest = max(limit.seconds for limit in settings.MADOGUCHI_LIMITS.values())
    moment = time.time() if now is None else now
    gone, _ = Knock.objects.filter(window__lt=int(moment) - 2 * longest).delete()
    return gone


def asker(request: HttpRequest) -> str:
    """The fingerprint of who asks."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return fingerprint(f"user:{user.pk}")
    return fingerprint(f"address:{network_of(request.META.get('REMOTE_ADDR', ''))}")


def network_of(address: str) -> str:
    """What counts as one asker: an IPv4 address, the /64 of an IPv6 address; an unreadable one as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, HOUSEHOLD_BITS), strict=False))
    return str(found)


def fingerprint(text: str) -> str:
    """A keyed hash, of which nothing can be read."""
    return salted_hmac("madoguchi.defence.limits", text, algorithm="sha256").hexdigest()
