"""Certificates that were issued."""

import uuid

from django.db import models


class Kind(models.TextChoices):
    """What can be issued."""

    HOUSEHOLD = "household", "住民票の写し（世帯連記）"
    PERSON = "person", "住民票の写し（個人票）"
    MOVING_OUT = "moving_out", "転出証明書"


class Certificate(models.Model):
    """One issued paper, bound to its request: set from ``snapshot``, known by ``sha256``. Never changed afterwards."""

    serial = models.CharField("証明書番号", max_length=20, unique=True)
    kind = models.CharField("種類", max_length=12, choices=Kind)
    person = models.ForeignKey("people.Person", verbose_name="請求の対象", on_delete=models.PROTECT, related_name="+")
    requester = models.CharField("請求者", max_length=120)
    standing = models.CharField("請求者の立場", max_length=20)
    purpose = models.CharField("使いみち", max_length=200, blank=True)
    identity_check = models.CharField("本人確認", max_length=60)
    copies = models.PositiveSmallIntegerField("通数", default=1)
    snapshot = models.JSONField("証明する内容")
    missing = models.JSONField("印刷できない文字", default=list)
    sha256 = models.CharField("ハッシュ", max_length=64)
    pages = models.PositiveSmallIntegerField("枚数")
    issued_at = models.DateTimeField("交付日時")
    user_id = models.BigIntegerField("交付した職員", null=True)
    issuer = models.CharField("交付した人", max_length=120)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)

    class Meta:
        verbose_name = "証明書"
        verbose_name_plural = "証明書"
        indexes = [models.Index(fields=["-issued_at", "-id"], name="certificate_issued")]
        constraints = [
            models.CheckConstraint(name="certificate_copies", condition=models.Q(copies__gte=1, copies__lte=20))
        ]

    def __str__(self) -> str:
        return self.serial
