"""Daily work of the access records."""

from typing import Any

from django.utils import timezone

from madoguchi.foundation.jobs.api import Progress, daily

from .finding import sweep
from .models import Unusual


@daily("looks.find")
def find_unusual(progress: Progress) -> dict[str, Any]:
    """Goes through the looks of the days before today."""
    days = sweep(timezone.localdate())
    return {"days": [day.isoformat() for day in days], "open": Unusual.objects.filter(state="open").count()}
