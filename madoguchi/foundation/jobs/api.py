"""The door of the jobs: ask for long work, offer long work, see how far it is."""

from .actions import enqueue
from .models import Job, State
from .progress import Progress
from .queries import job_for, jobs_of
from .register import JobFailed, daily, hourly, task

__all__ = ["Job", "JobFailed", "Progress", "State", "daily", "enqueue", "hourly", "job_for", "jobs_of", "task"]
