"""Writes of jobs."""

from typing import Any

from django.db import transaction

from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.current import current_schema

from .models import Job
from .register import work_named
from .relay import hand_over_one


def enqueue(actor: Actor, *, task: str, arguments: dict[str, Any]) -> Job:
    """Asks for long work in the present town; it begins after the caller's transaction commits, and only if it does.

    Permission and audit are the calling act's. ``arguments`` must be JSON: give keys of rows, not their contents.
    Raises UnknownTask.
    """
    work_named(task)
    job = Job.objects.create(
        task=task,
        arguments=arguments,
        requested_by_id=actor.user_id,
        requested_by=str(actor),
        by_system=actor.is_system,
    )
    hand_over_on_commit(current_schema(), job.pk)
    return job


def hand_over_on_commit(schema: str, job_id: int) -> None:
    """Hands the job over after the commit; were the queue out of reach, the worker's relay comes by later."""

    def hand_over() -> None:
        hand_over_one(schema, job_id)

    transaction.on_commit(hand_over, robust=True)
