"""「いまの窓口」 on the residents' home."""

from __future__ import annotations

from django.utils import timezone

from .models import Ticket
from .queries import average_minutes, waiting


def now(town: str) -> dict[str, object] | None:
    """How many wait and how long, today; None on a day without numbers. ``town`` is the schema that the page is of."""
    day = timezone.localdate()
    if not Ticket.objects.filter(day=day).exists():
        return None
    return {"waiting": waiting(day), "average": average_minutes(day), "at": timezone.localtime()}
