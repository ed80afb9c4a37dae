"""Work that every town does once a day, and once an hour."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

from .actions import enqueue
from .models import Job
from .register import DAILY, HOURLY


def ask_for_daily(town: Town) -> int:
    """Asks for the daily work that the town has not asked for today; gives how much.

    Two workers at the same moment may both ask: daily work done twice comes to the same as once.
    """
    return ask_since(town, DAILY, timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0))


def ask_for_hourly(town: Town) -> int:
    """Asks for the hourly work that the town has not asked for since the clock struck; otherwise as daily work."""
    return ask_since(town, HOURLY, timezone.localtime().replace(minute=0, second=0, microsecond=0))


def ask_since(town: Town, names: Iterable[str], since: datetime) -> int:
    """Asks for the work of these names that was not asked for since a moment; gives how much."""
    wanted = set(names)
    with in_town(town):
        recent = Job.objects.filter(task__in=wanted, created_at__gte=since)
        missing = sorted(wanted - set(recent.values_list("task", flat=True)))
        for name in missing:
            enqueue(SYSTEM_ACTOR, task=name, arguments={})
    return len(missing)
