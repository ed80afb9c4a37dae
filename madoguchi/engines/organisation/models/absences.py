"""不在: when a member of staff is not there to decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class AbsenceQuerySet(models.QuerySet[Any]):
    """Reads of absences."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(cancelled=False)

    def at(self, moment: datetime) -> Self:
        """Those that hold at a time."""
        return self.standing().filter(span__contains=moment)


class Absence(models.Model):
    """One absence from a time until before another. Ending it early shortens ``span``; before it began it is cancelled.

    The kind is for the person, their heads and who manages staff: others learn only that someone is not there.
    """

    updatable = ("span", "cancelled", "ended_by", "ender", "ended_at")

    class Kind(models.TextChoices):
        LEAVE = "leave", "休暇"
        TRIP = "trip", "出張"
        TRAINING = "training", "研修"
        MEETING = "meeting", "会議・外出"
        OTHER = "other", "その他"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="absences"
    )
    span = DateTimeRangeField("期間")
    kind = models.CharField("理由の種類", max_length=10, choices=Kind)
    cancelled = models.BooleanField("取消し", default=False)
    entered_by = models.BigIntegerField("入力した職員", null=True)
    enterer = models.CharField("入力した人", max_length=120)
    entered_at = models.DateTimeField("入力日時", auto_now_add=True)
    ended_by = models.BigIntegerField("終えた職員", null=True)
    ender = models.CharField("終えた人", max_length=120, blank=True)
    ended_at = models.DateTimeField("終えた日時", null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "不在"
        verbose_name_plural = "不在"
        ordering = ["span", "id"]
        constraints = [
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=Q(cancelled=False),
            ),
            models.CheckConstraint(
                name="absence_span",
                condition=Q(span__isempty=False) & Q(span__lower_inf=False) & Q(span__upper_inf=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}　{self.get_kind_display()}"
