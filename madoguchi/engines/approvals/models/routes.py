"""Routes as rows: the steps of each submission, and who decides in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from madoguchi.foundation.access.models import Appointment

from .drafts import Draft


class Mode(models.TextChoices):
    """How a step is done."""

    SERIAL = "serial", "順に"
    PARALLEL = "parallel", "合議（全員）"
    JOINT = "joint", "いずれか一人"


class Standing(models.TextChoices):
    """Where one seat of a step stands."""

    LATER = "later", "これから"
    WAITING = "waiting", "待ち"
    AGREED = "agreed", "承認"
    PASSED = "passed", "ほかの人が承認"
    REFUSED = "refused", "否決"
    ENDED = "ended", "取消し"


class Step(models.Model):
    """One step of the route of one submission. ``who`` is the rule by which its seats were found.

    ``decides``: the decision falls here; ``delegated``: by 専決, below the head of the town. ``added``: the drafter's
    own wish, beyond what the rule asks.
    """

    append_only = True

    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField("何回目の提出")
    ordinal = models.PositiveSmallIntegerField("何段目")
    name = models.CharField("名称", max_length=40)
    mode = models.CharField("進め方", max_length=10, choices=Mode)
    who = models.CharField("だれ", max_length=80, blank=True)
    added = models.BooleanField("起案者が加えた", default=False)
    decides = models.BooleanField("ここで決まる", default=False)
    delegated = models.BooleanField("専決", default=False)

    class Meta:
        verbose_name = "経路の段"
        verbose_name_plural = "経路の段"
        ordering = ["round", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "round", "ordinal"], name="step_in_place"),
            models.UniqueConstraint(fields=["draft", "round"], condition=Q(decides=True), name="step_decides_once"),
            models.CheckConstraint(name="step_counts", condition=Q(round__gte=1, ordinal__gte=1)),
            models.CheckConstraint(name="step_delegated_decides", condition=Q(delegated=False) | Q(decides=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Signatory(models.Model):
    """決裁欄: one seat that has to decide in a step. Name, post and division stay as they were found.

    ``turn`` counts how often it was asked: a draft that is sent back asks again.
    """

    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="signatories")
    step = models.ForeignKey(Step, verbose_name="段", on_delete=models.PROTECT, related_name="signatories")
    appointment = models.ForeignKey(
        Appointment, verbose_name="発令", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("職", max_length=40)
    division = models.CharField("部署", max_length=40)
    state = models.CharField("状態", max_length=10, choices=Standing, default=Standing.LATER)
    turn = models.PositiveSmallIntegerField("何度目", default=1)
    since = models.DateTimeField("いつから", null=True)

    class Meta:
        verbose_name = "決裁欄"
        verbose_name_plural = "決裁欄"
        ordering = ["id"]
        indexes = [models.Index(fields=["appointment", "id"], name="signatory_inbox", condition=Q(state="waiting"))]
        constraints = [
            models.UniqueConstraint(fields=["step", "appointment"], name="signatory_once"),
            models.CheckConstraint(
                name="signatory_waits_since",
                condition=~Q(state="waiting") | Q(since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}　{self.post}　{self.name}"
