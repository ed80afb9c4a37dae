"""The residents' portal: words of addresses, no objects."""

from __future__ import annotations

from typing import Any

from madoguchi.doors.portal.life import LIFE_EVENTS
from madoguchi.foundation.registry import procedures
from madoguchi.foundation.towns.models import Town


def objects(town: Town) -> dict[str, Any]:
    """A life event and a procedure."""
    return {"slug": LIFE_EVENTS[0].slug, "code": procedures(town.schema_name)[0].code}
