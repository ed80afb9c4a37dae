"""The jobs of a town."""

from django.db import models
from django.db.models.functions import Now


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"


class Job(models.Model):
    """A piece of long work: what is asked, by whom, and how far it is.

    The row is the outbox as well: it commits with the act that asks for it, and ``handed_over_at`` stays empty until
    the queue of the workers has taken it.
    """

    task = models.CharField("処理", max_length=80)
    arguments = models.JSONField("引数", default=dict)
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    done = models.BigIntegerField("済み", default=0)
    total = models.BigIntegerField("全体", null=True)
    message = models.TextField("状況", blank=True)
    result = models.JSONField("結果", null=True)
    attempts = models.PositiveSmallIntegerField("実行回数", default=0)
    requested_by_id = models.BigIntegerField("依頼した職員", null=True)
    requested_by = models.CharField("依頼した人", max_length=120)
    by_system = models.BooleanField("システムの処理", default=False)
    created_at = models.DateTimeField("依頼日時", db_default=Now())
    handed_over_at = models.DateTimeField("引渡日時", null=True)
    started_at = models.DateTimeField("開始日時", null=True)
    finished_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        verbose_name = "処理の予約"
        verbose_name_plural = "処理の予約"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(handed_over_at=None), name="jobs_outbox"),
            models.Index(fields=["requested_by_id", "-id"], name="jobs_requested_by"),
        ]

    def __str__(self) -> str:
        return f"{self.task}（{self.get_state_display()}）"

    @property
    def percent(self) -> int | None:
        """How far the work is, 0–100; None while its size is not known."""
        return None if not self.total else min(100, self.done * 100 // self.total)

    @property
    def is_finished(self) -> bool:
        """True when nothing more will happen."""
        return self.state in {State.DONE, State.FAILED}
