"""一括取込: a reorganisation or a list of transfers, from the file to its decision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Load(models.Model):
    """A file that was read without faults, waiting to be put in force as a whole or not at all.

    ``rows`` is what the file says. ``result`` is what was done, once it is in force: it never changes again. A load
    that ``widens`` rights is put in force by a second person.
    """

    updatable = ("state", "widens", "asked_at", "decided_by", "decider", "decided_at", "comment", "result", "done_at")

    class Kind(models.TextChoices):
        DIVISIONS = "divisions", "組織改正"
        TRANSFERS = "transfers", "人事異動"

    class State(models.TextChoices):
        DRAFT = "draft", "確認中"
        WAITING = "waiting", "承認待ち"
        DONE = "done", "反映済み"
        REFUSED = "refused", "却下"
        WITHDRAWN = "withdrawn", "取下げ"

    kind = models.CharField("種類", max_length=10, choices=Kind)
    title = models.CharField("件名", max_length=100)
    day = models.DateField("施行日", null=True, blank=True)
    file_name = models.CharField("ファイル名", max_length=200)
    rows = models.JSONField("内容", default=list)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    widens = models.BooleanField("権限が広がる", default=False)
    loaded_by = models.BigIntegerField("取り込んだ職員", null=True)
    loader = models.CharField("取り込んだ人", max_length=120)
    loaded_at = models.DateTimeField("取込日時", auto_now_add=True)
    asked_at = models.DateTimeField("申請日時", null=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.CharField("意見", max_length=300, blank=True)
    result = models.JSONField("結果", default=list)
    done_at = models.DateTimeField("反映日時", null=True)

    class Meta:
        verbose_name = "一括取込"
        verbose_name_plural = "一括取込"
        ordering = ["-id"]
        indexes = [models.Index(fields=["-id"], name="load_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.CheckConstraint(
                name="load_divisions_have_a_day",
                condition=Q(kind="divisions", day__isnull=False) | Q(kind="transfers", day__isnull=True),
            ),
            models.CheckConstraint(
                name="load_second_person",
                condition=~Q(widens=True, state="done", decided_by=F("loaded_by")),
            ),
            models.CheckConstraint(
                name="load_done_has_a_time",
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done") & Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}　{self.title}"
