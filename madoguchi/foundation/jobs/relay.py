"""From a town's outbox to the workers' queue: at least once, never lost."""

import contextlib

from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from madoguchi.foundation.towns.models import Town

from .models import Job, State

RUN_JOB = "madoguchi.run_job"
AT_ONCE = 500
QUEUED = """
    SELECT (args ->> 'job')::bigint FROM procrastinate_jobs
    WHERE args ->> 'town' = %s AND status IN ('todo', 'doing')
"""


def hand_over_one(schema: str, job_id: int) -> None:
    """Hands one job of a town to the queue, unless the queue has taken it already."""
    with schema_context(schema):
        if Job.objects.filter(pk=job_id, handed_over_at=None).exists():
            put_in_queue(schema, job_id)


def hand_over(town: Town) -> int:
    """Hands over everything in a town's outbox, oldest first; gives how many."""
    with schema_context(town.schema_name):
        waiting = list(Job.objects.filter(handed_over_at=None).order_by("id").values_list("pk", flat=True)[:AT_ONCE])
        for job_id in waiting:
            put_in_queue(town.schema_name, job_id)
    return len(waiting)


def put_in_queue(schema: str, job_id: int) -> None:
    """Queue first, then the note: dying in between hands the job over twice, which the lock or the worker notices."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(RUN_JOB, queueing_lock=f"{schema}:{job_id}").defer(town=schema, job=job_id)
    Job.objects.filter(pk=job_id).update(handed_over_at=timezone.now())


def recover_lost(town: Town) -> int:
    """Returns to the outbox what the queue no longer knows (a town moved here, a queue restored); gives how many."""
    known = queued_jobs(town.schema_name)
    with schema_context(town.schema_name):
        unfinished = Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).exclude(handed_over_at=None)
        return unfinished.exclude(pk__in=known).update(handed_over_at=None)


def queued_jobs(schema: str) -> list[int]:
    """Keys of the jobs of a town that the queue still holds."""
    with schema_context("public"), connection.cursor() as cursor:
        cursor.execute(QUEUED, [schema])
        return [row[0] for row in cursor.fetchall()]
