"""Contents that must not lie open in the database: sealed with a key that is not in it."""

from __future__ import annotations

import json
from typing import Any

from madoguchi.foundation import vault

PURPOSE = "issuance.sealed"


def seal(content: dict[str, Any], *, serial: str) -> bytes:
    """Seals the secret part of a paper; it opens only for the same serial."""
    data = json.dumps(content, ensure_ascii=False).encode()
    return vault.seal(data, purpose=PURPOSE, bound_to=serial)


def unseal(data: bytes, *, serial: str) -> dict[str, Any]:
    """What was sealed for a serial. Raises KeyLostError, NotAuthenticError."""
    opened: dict[str, Any] = json.loads(vault.unseal(data, purpose=PURPOSE, bound_to=serial))
    return opened
