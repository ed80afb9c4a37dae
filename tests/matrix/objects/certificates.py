"""証明書の請求と本人通知."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.towns.models import Town

from ..people import household


def objects(town: Town) -> dict[str, Any]:
    """A resident."""
    return {"person_id": household().members[0].person_id}
