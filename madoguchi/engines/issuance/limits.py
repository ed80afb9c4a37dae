"""How often one address may ask: enough for a person, too little to guess codes."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 20, 60


def too_many(request: HttpRequest) -> bool:
    """Counts a question, and tells whether the address has asked too often in this minute. Each process counts."""
    window = int(time.time() // SECONDS)
    key = f"issuance.check:{request.META.get('REMOTE_ADDR', '')}:{window}"
    cache.add(key, 0, SECONDS * 2)
    return cache.incr(key) > MOST
