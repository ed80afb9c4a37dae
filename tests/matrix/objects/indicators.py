"""指標."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.towns.models import Town


def objects(town: Town) -> dict[str, Any]:
    """An indicator of the house."""
    return {"room": "people", "name": "acts"}
