"""Openings of 個人番号: asked for by one member of staff, allowed by another, for a short time."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

LONGEST = timedelta(hours=1)
MOST_PERSONS = 20


class Opening(models.Model):
    """The wish to see the numbers of named persons for a lawful purpose, and what a second person decided.

    Who asked sees the numbers until ``open_until``; nobody else does, and the row holds none.
    """

    class State(models.TextChoices):
        """Where an opening stands."""

        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "却下"
        WITHDRAWN = "withdrawn", "取下げ"

    person_ids = ArrayField(models.BigIntegerField(), verbose_name="対象の人")
    purpose = models.CharField("目的の符号", max_length=20)
    purpose_name = models.CharField("目的", max_length=60)
    article = models.CharField("根拠", max_length=80)
    reason = models.TextField("理由")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    asked_by = models.BigIntegerField("求めた職員")
    asker = models.CharField("求めた人", max_length=120)
    asked_at = models.DateTimeField("求めた日時", auto_now_add=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.TextField("意見", blank=True)
    open_until = models.DateTimeField("見られる期限", null=True)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)

    updatable = ("state", "decided_by", "decider", "decided_at", "comment", "open_until")

    class Meta:
        verbose_name = "個人番号の閲覧"
        verbose_name_plural = "個人番号の閲覧"
        indexes = [
            models.Index(fields=["id"], name="opening_waiting", condition=Q(state="waiting")),
            models.Index(fields=["asked_by", "-id"], name="opening_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="opening_second_person",
                condition=Q(state__in=["approved", "refused"], decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))
                | Q(state__in=["waiting", "withdrawn"], decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="opening_decided_once",
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="opening_open_iff_approved",
                condition=Q(state="approved", open_until__isnull=False, open_until__lte=F("decided_at") + LONGEST)
                | ~Q(state="approved") & Q(open_until__isnull=True),
            ),
            models.CheckConstraint(
                name="opening_named_persons",
                condition=Q(person_ids__len__gte=1, person_ids__len__lte=MOST_PERSONS) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_name}（{self.get_state_display()}）"
