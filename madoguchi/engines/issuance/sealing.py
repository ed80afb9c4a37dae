"""Contents that must not lie open in the database: sealed with a key that is not in it."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from madoguchi.engines.people.api import Refused

VAULT = "madoguchi.foundation.vault"
PURPOSE = "issuance.sealed"


def seal(content: dict[str, Any], *, serial: str) -> bytes:
    """Seals the secret part of a paper; it opens only for the same serial. Raises Refused where there is no vault."""
    if not find_spec(VAULT):
        raise Refused("個人番号を載せる証明書は、まだ交付できません（鍵の保管庫がありません）。")
    data = json.dumps(content, ensure_ascii=False).encode()
    sealed: bytes = import_module(VAULT).seal(data, purpose=PURPOSE, bound_to=serial)
    return sealed


def unseal(data: bytes, *, serial: str) -> dict[str, Any]:
    """What was sealed for a serial."""
    opened: dict[str, Any] = json.loads(import_module(VAULT).unseal(data, purpose=PURPOSE, bound_to=serial))
    return opened
