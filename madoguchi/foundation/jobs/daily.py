"""Work that every town does once a day."""

from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

from .actions import enqueue
from .models import Job
from .register import DAILY


def ask_for_daily(town: Town) -> int:
    """Asks for the daily work that the town has not asked for today; gives how much.

    Two workers at the same moment may both ask: daily work done twice comes to the same as once.
    """
    with in_town(town):
        asked = set(
            Job.objects.filter(task__in=DAILY, created_at__date=timezone.localdate()).values_list("task", flat=True)
        )
        for name in sorted(DAILY - asked):
            enqueue(SYSTEM_ACTOR, task=name, arguments={})
    return len(DAILY - asked)
