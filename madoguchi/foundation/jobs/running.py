"""Doing one job inside its town."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Actor
from madoguchi.foundation.access.models import User

from .models import Job, State
from .progress import Progress
from .register import JobFailed, work_named

MOST_ATTEMPTS = 5
PASSING = (OperationalError, InterfaceError)
GIVEN_UP = "処理が何度も途中で止まったため、取りやめました。管理者に連絡してください。"
log = logging.getLogger(__name__)


def perform(job_id: int) -> None:
    """Does a job of the present town and writes down how it ended; does nothing where it is finished or gone.

    Raises OperationalError or InterfaceError where the database failed: the queue tries again.
    """
    job = claim(job_id)
    if job is None:
        return
    try:
        result = carry_out(job)
    except PASSING:
        raise
    except JobFailed as failure:
        finish(job, State.FAILED, message=str(failure))
    except Exception as fault:
        log.exception("job %s (%s) in %s failed", job.pk, job.task, connection.schema_name)  # type: ignore[attr-defined]
        finish(
            job, State.FAILED, message=f"予期しない誤りで止まりました（{type(fault).__name__}、処理番号 {job.pk}）。"
        )
    else:
        finish(job, State.DONE, result=result)


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Marks a job as running and counts the attempt; None where there is nothing to do."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.is_finished:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        finish(job, State.FAILED, message=GIVEN_UP)
        return None
    job.state = State.RUNNING
    job.attempts += 1
    job.started_at = job.started_at or timezone.now()
    job.save(update_fields=["state", "attempts", "started_at"])
    return job


def carry_out(job: Job) -> dict[str, Any] | None:
    """Calls the task with the rights that the person who asked has today."""
    progress = Progress(job, actor_of(job))
    try:
        return work_named(job.task)(progress, **job.arguments)
    finally:
        progress.close()


def actor_of(job: Job) -> Actor:
    """The actor of a job: the system, or the member of staff who asked. Raises JobFailed where they have left."""
    if job.by_system:
        return SYSTEM_ACTOR
    user = User.objects.filter(pk=job.requested_by_id or 0, is_active=True).first()
    if user is None:
        raise JobFailed("依頼した職員の利用が止められているため、処理しませんでした。")
    return user.as_actor()


def finish(job: Job, state: State, *, message: str = "", result: dict[str, Any] | None = None) -> None:
    """Writes down how a job ended; the last words of the progress stay where there are no others."""
    ended: dict[str, Any] = {"state": state, "result": result, "finished_at": timezone.now()}
    if message:
        ended["message"] = message
    Job.objects.filter(pk=job.pk).update(**ended)
