"""Exports that were asked for, and who took them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

HARD_LIMIT = 10
"""No parameter lets a file be taken more often than this."""


class State(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "承認待ち"
    APPROVED = "approved", "作成中"
    READY = "ready", "受け取れます"
    GONE = "gone", "消去済み"
    FAILED = "failed", "作成できず"
    REFUSED = "refused", "却下"
    WITHDRAWN = "withdrawn", "取下げ"


DECIDED = (State.APPROVED, State.READY, State.GONE, State.FAILED, State.REFUSED)


class ExportRequest(models.Model):
    """A file with persons' data that someone wants to take: what, why, and what became of it.

    ``persons_*`` count the persons when it was asked, as the approver saw it, and as it was written. ``token`` marks
    the file; ``sealed_password`` opens it and stays only until it was shown once and the file is written.
    """

    export = models.CharField("種類の符号", max_length=60)
    export_name = models.CharField("種類", max_length=80)
    options = models.JSONField("形式", default=dict)
    columns = ArrayField(models.CharField(max_length=80), verbose_name="列", default=list)
    persons_asked = models.PositiveIntegerField("求めたときの人数")
    persons_approved = models.PositiveIntegerField("承認した人数", null=True)
    persons_written = models.PositiveIntegerField("書いた人数", null=True)
    rows_written = models.PositiveIntegerField("書いた行数", null=True)
    reason = models.TextField("理由")
    usage = models.CharField("使いみち", max_length=200)
    place = models.CharField("保管場所", max_length=200)
    delete_by = models.DateField("消去する日")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    message = models.TextField("状況", blank=True)
    asked_by = models.BigIntegerField("求めた職員")
    appointment_id = models.BigIntegerField("求めた発令", null=True)
    asker = models.CharField("求めた人", max_length=120)
    division = models.CharField("所属", max_length=60, blank=True)
    asked_on = models.DateField("求めた日")
    asked_at = models.DateTimeField("求めた日時", auto_now_add=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.TextField("意見", blank=True)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)
    token = models.UUIDField("ファイルの印", unique=True, default=uuid.uuid4)
    sealed_password = models.BinaryField("封をしたパスワード", null=True)
    password_shown_at = models.DateTimeField("パスワードを示した日時", null=True)
    job_id = models.BigIntegerField("処理", null=True)
    file = models.CharField("ファイル", max_length=120, blank=True)
    size = models.BigIntegerField("大きさ", null=True)
    sha256 = models.CharField("ファイルの指紋", max_length=64, blank=True)
    ready_at = models.DateTimeField("できた日時", null=True)
    expires_at = models.DateTimeField("受け取れる期限", null=True)
    most_downloads = models.PositiveSmallIntegerField("受け取れる回数", default=0)
    downloads = models.PositiveSmallIntegerField("受け取った回数", default=0)
    erased_at = models.DateTimeField("手元から消した日時", null=True)

    class Meta:
        verbose_name = "データの持出し"
        verbose_name_plural = "データの持出し"
        indexes = [
            models.Index(fields=["asked_by", "-id"], name="export_asker"),
            models.Index(fields=["id"], name="export_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_second_person",
                condition=Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by"))
                | Q(state__in=[State.WAITING, State.WITHDRAWN], decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="export_file_iff_ready",
                condition=Q(state="ready", ready_at__isnull=False, expires_at__isnull=False) & ~Q(file="")
                | ~Q(state="ready") & Q(file=""),
            ),
            models.CheckConstraint(
                name="export_not_larger_than_approved",
                condition=Q(persons_written__isnull=True)
                | Q(persons_approved__isnull=False, persons_written__lte=F("persons_approved")),
            ),
            models.CheckConstraint(
                name="export_downloads_limited",
                condition=Q(downloads__lte=F("most_downloads"), most_downloads__lte=HARD_LIMIT)
                & (Q(downloads=0) | Q(ready_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="export_password_needed_only",
                condition=Q(sealed_password__isnull=True)
                | Q(state=State.APPROVED)
                | Q(state=State.READY, password_shown_at__isnull=True),
            ),
            models.CheckConstraint(
                name="export_said_why",
                condition=~Q(reason="") & ~Q(usage="") & ~Q(place="") & Q(delete_by__gte=F("asked_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}　{self.export_name}"

    @property
    def number(self) -> str:
        """The number of the export, as it stands on papers and in the file."""
        return f"持出し第{self.pk}号"


class Download(models.Model):
    """One taking of a file: by whom, and who had approved it. Rows are added, never changed."""

    request = models.ForeignKey(ExportRequest, verbose_name="持出し", on_delete=models.PROTECT, related_name="taken")
    ordinal = models.PositiveSmallIntegerField("何回目")
    user_id = models.BigIntegerField("受け取った職員")
    actor = models.CharField("受け取った人", max_length=120)
    approved_by = models.BigIntegerField("承認した職員")
    at = models.DateTimeField("受け取った日時", auto_now_add=True)

    append_only = True

    class Meta:
        verbose_name = "データの受取り"
        verbose_name_plural = "データの受取り"
        constraints = [
            models.UniqueConstraint(fields=["request", "ordinal"], name="export_taken_once"),
            models.CheckConstraint(name="export_taken_approved", condition=~Q(approved_by=F("user_id"))),
            models.CheckConstraint(name="export_taken_ordinal", condition=Q(ordinal__gte=1, ordinal__lte=HARD_LIMIT)),
        ]
