"""人口統計."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.population.actions import close
from madoguchi.systems.window.population.files import TABLES

from ..people import household, maker


def objects(town: Town) -> dict[str, Any]:
    """The figures of a closed day."""
    household()
    day = timezone.localdate() - timedelta(days=2)
    close(maker(), day=day)
    return {"kind": "calendar", "year": day.year, "day": day.isoformat(), "table": next(iter(TABLES))}
