"""How a running job tells how far it is."""

import time
from typing import TYPE_CHECKING

from django.db import connection

from madoguchi.foundation.access import Actor

from .models import Job

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_BETWEEN = 0.5
UPDATE = "UPDATE jobs_job SET done = %s, total = coalesce(%s, total), message = %s WHERE id = %s"


class Progress:
    """Given to a task: who asked, and where to report.

    Reports go through a connection of their own, so that a screen sees them while the task's transaction is still open.
    """

    def __init__(self, job: Job, actor: Actor) -> None:
        self.job_id = job.pk
        self.actor = actor
        self.schema = connection.schema_name  # type: ignore[attr-defined]
        self.own: BaseDatabaseWrapper | None = None
        self.told = ("", 0.0)

    def report(self, done: int, total: int | None = None, message: str = "") -> None:
        """Notes how many of how many are done, and in words what is being done. Cheap: call it as often as you like."""
        words, at = self.told
        if message == words and done != total and time.monotonic() - at < SECONDS_BETWEEN:
            return
        with self.connection().cursor() as cursor:
            cursor.execute(UPDATE, [done, total, message, self.job_id])
        self.told = (message, time.monotonic())

    def connection(self) -> "BaseDatabaseWrapper":
        """The connection for reports, opened on first use."""
        if self.own is None:
            self.own = connection.copy()
            self.own.set_schema(self.schema)  # type: ignore[attr-defined]
        return self.own

    def close(self) -> None:
        """Closes the connection for reports."""
        if self.own is not None:
            self.own.close()
            self.own = None
