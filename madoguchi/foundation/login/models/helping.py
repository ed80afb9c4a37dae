"""When something goes wrong: recovery by a second administrator, emergency access, and who is told."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone


def staff(words: str, **options: Any) -> models.ForeignKey:
    """A member of staff in a ledger: rows outlive the log-in's use, never the log-in itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=words, on_delete=models.PROTECT, related_name="+", **options
    )


class Recovery(models.Model):
    """A colleague's way back in: one administrator asks, another approves and hands over a code.

    Both empty: begun in the shell of the server. Only the hash of the code is kept.
    """

    updatable = ("decided_by", "decided_at", "refused", "code", "until", "used_at")

    user = staff("回復する職員")
    reason = models.CharField("理由", max_length=200)
    asked_by = staff("申し出た管理者", null=True)
    asked_at = models.DateTimeField("申出", db_default=Now())
    decided_by = staff("決めた管理者", null=True)
    decided_at = models.DateTimeField("決定", null=True)
    refused = models.BooleanField("却下", default=False)
    code = models.CharField("符号のハッシュ", max_length=128, blank=True)
    until = models.DateTimeField("符号の期限", null=True)
    used_at = models.DateTimeField("使った日時", null=True)

    class Meta:
        verbose_name = "ログインの回復"
        verbose_name_plural = "ログインの回復"
        indexes = [models.Index(fields=["user", "-id"], name="login_recovery_user")]
        constraints = [
            models.CheckConstraint(name="login_recovery_not_self", condition=~Q(asked_by=F("user"))),
            models.CheckConstraint(name="login_recovery_not_by_self", condition=~Q(decided_by=F("user"))),
            models.CheckConstraint(name="login_recovery_two", condition=~Q(decided_by=F("asked_by"))),
            models.UniqueConstraint(name="login_recovery_waiting", fields=["user"], condition=Q(decided_at=None)),
        ]

    @property
    def is_open(self) -> bool:
        """True while the code can be used."""
        return bool(self.until and self.used_at is None and not self.refused and self.until > timezone.now())


class EmergencyAccess(models.Model):
    """Extra rights that someone took for a short time, with the reason; reviewed by a head afterwards."""

    updatable = ("ended_at", "reviewed_by", "reviewed_at", "verdict", "comment")

    class Verdict(models.TextChoices):
        """What the head found."""

        RIGHT = "right", "必要な閲覧だった"
        WRONG = "wrong", "問題がある（調査する）"

    user = staff("使った職員")
    division = models.CharField("所属", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=400)
    permissions = ArrayField(models.CharField(max_length=60), verbose_name="使えた権限")
    begun_at = models.DateTimeField("開始")
    until = models.DateTimeField("終わり")
    ended_at = models.DateTimeField("終了", null=True)
    reviewed_by = staff("確認した所属長", null=True)
    reviewed_at = models.DateTimeField("確認日時", null=True)
    verdict = models.CharField("確認の結果", max_length=8, choices=Verdict, blank=True)
    comment = models.CharField("所見", max_length=400, blank=True)

    class Meta:
        verbose_name = "緊急時の閲覧"
        verbose_name_plural = "緊急時の閲覧"
        indexes = [models.Index(fields=["-id"], condition=Q(reviewed_at=None), name="login_emergency_waiting")]
        constraints = [
            models.CheckConstraint(name="login_emergency_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="login_emergency_time", condition=Q(until__gt=F("begun_at"))),
            models.CheckConstraint(name="login_emergency_not_self", condition=~Q(reviewed_by=F("user"))),
            models.CheckConstraint(
                name="login_emergency_review",
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="") & ~Q(comment="")),
            ),
            models.UniqueConstraint(name="login_emergency_one", fields=["user"], condition=Q(ended_at=None)),
        ]

    @property
    def over(self) -> datetime:
        """When it ended, or will end."""
        return self.ended_at or self.until


class StaffNotice(models.Model):
    """Something that a member of staff must be told at the next log-in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.CASCADE, related_name="staff_notices"
    )
    at = models.DateTimeField("日時", db_default=Now())
    title = models.CharField("見出し", max_length=80)
    text = models.CharField("内容", max_length=400)
    link = models.CharField("行き先", max_length=200, blank=True)
    seen_at = models.DateTimeField("読んだ日時", null=True)

    class Meta:
        verbose_name = "職員への知らせ"
        verbose_name_plural = "職員への知らせ"
        indexes = [models.Index(fields=["user"], condition=Q(seen_at=None), name="login_notice_unseen")]
