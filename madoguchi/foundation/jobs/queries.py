"""Reads of jobs."""

from django.db.models import QuerySet

from madoguchi.foundation.access import Actor, Forbidden

from .models import Job

SEES_ALL = "jobs.view_all"


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The actor's own jobs in this town, newest first; all jobs for those who may see them."""
    jobs = Job.objects.order_by("-id")
    if actor.may(SEES_ALL):
        return jobs
    return jobs.filter(requested_by_id=actor.user_id).exclude(requested_by_id=None)


def job_for(actor: Actor, *, job_id: int) -> Job:
    """One job that the actor may see. Raises Forbidden, also for a job that does not exist."""
    job = jobs_of(actor).filter(pk=job_id).first()
    if job is None:
        raise Forbidden("この処理は見られません。")
    return job
