"""What was done to a draft, what someone still has to read, and what was decided."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from madoguchi.foundation.access.models import Appointment

from .drafts import DECIDED, Draft, State
from .routes import Signatory, Step


class Act(models.Model):
    """One act on a draft. Rows are added, never changed.

    An act of a seat names it, and the turn in which it was asked: the database takes one such act a turn, and where any
    one of several may decide (``joint``) one a step. ``proxy``: 代決, in the place of ``for_name``.
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit", "提出"
        APPROVE = "approve", "承認"
        REFUSE = "refuse", "否決"
        RETURN = "return", "差戻し"
        WITHDRAW = "withdraw", "引戻し"
        COMMENT = "comment", "意見"
        VIEW = "view", "確認"
        DROP = "drop", "取りやめ"
        RESEAT = "reseat", "後任へ"

    append_only = True

    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="acts")
    round = models.PositiveSmallIntegerField("何回目の提出")
    kind = models.CharField("行為", max_length=10, choices=Kind)
    step = models.ForeignKey(
        Step, verbose_name="段", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    signatory = models.ForeignKey(
        Signatory, verbose_name="決裁欄", on_delete=models.PROTECT, null=True, related_name="acts", db_index=False
    )
    turn = models.PositiveSmallIntegerField("何度目", default=0)
    joint = models.BooleanField("いずれか一人", default=False)
    user_id = models.BigIntegerField("職員", null=True)
    appointment_id = models.BigIntegerField("発令", null=True)
    drafter_id = models.BigIntegerField("起案した職員")
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("職", max_length=40, blank=True)
    division = models.CharField("部署", max_length=40, blank=True)
    proxy = models.BooleanField("代決", default=False)
    for_name = models.CharField("だれに代わって", max_length=150, blank=True)
    delegated = models.BooleanField("専決", default=False)
    target = models.PositiveSmallIntegerField("戻した段", null=True)
    comment = models.TextField("意見", blank=True)
    at = models.DateTimeField("日時")
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)

    class Meta:
        verbose_name = "決裁の経過"
        verbose_name_plural = "決裁の経過"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signatory", "turn"],
                condition=Q(kind__in=["approve", "refuse", "return"]),
                name="act_one_a_turn",
            ),
            models.UniqueConstraint(
                fields=["step", "turn"],
                condition=Q(kind__in=["approve", "refuse", "return"], joint=True),
                name="act_one_a_joint_step",
            ),
            models.CheckConstraint(
                name="act_deciding_has_seat",
                condition=~Q(kind__in=["approve", "refuse", "return"])
                | Q(signatory__isnull=False, step__isnull=False, turn__gte=1, user_id__isnull=False),
            ),
            models.CheckConstraint(
                name="act_not_by_drafter",
                condition=~Q(kind__in=["approve", "refuse", "return"]) | ~Q(user_id=F("drafter_id")),
            ),
            models.CheckConstraint(
                name="act_proxy_for_someone",
                condition=Q(proxy=False, for_name="") | Q(proxy=True) & ~Q(for_name=""),
            ),
            models.CheckConstraint(
                name="act_return_says_why",
                condition=~Q(kind__in=["return", "refuse", "comment"]) | ~Q(comment=""),
            ),
            models.CheckConstraint(
                name="act_return_says_where",
                condition=Q(kind="return", target__isnull=False) | ~Q(kind="return") & Q(target__isnull=True),
            ),
        ]

    @property
    def who(self) -> str:
        """Who acted, in which capacity."""
        return "　".join(filter(None, [self.division, self.post, self.name]))


DECIDING = (Act.Kind.APPROVE, Act.Kind.REFUSE, Act.Kind.RETURN)


class Viewing(models.Model):
    """What someone still has to read: 後閲 of what was decided in their place (``act``), or 回覧."""

    class Reason(models.TextChoices):
        AFTER = "after", "後閲"
        CIRCULATE = "circulate", "回覧"

    updatable = ("seen_at",)

    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="viewings")
    reason = models.CharField("わけ", max_length=10, choices=Reason)
    act = models.OneToOneField(Act, verbose_name="代決", on_delete=models.PROTECT, null=True, related_name="viewing")
    appointment = models.ForeignKey(
        Appointment, verbose_name="発令", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("職", max_length=40)
    division = models.CharField("部署", max_length=40)
    owed_at = models.DateTimeField("いつから")
    seen_at = models.DateTimeField("見た日時", null=True)

    class Meta:
        verbose_name = "後閲・回覧"
        verbose_name_plural = "後閲・回覧"
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "id"], name="viewing_inbox", condition=Q(seen_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "user"], condition=Q(reason="circulate"), name="viewing_circulated_once"
            ),
            models.CheckConstraint(
                name="viewing_after_an_act",
                condition=Q(reason="after", act__isnull=False) | Q(reason="circulate", act__isnull=True),
            ),
        ]


class Decision(models.Model):
    """What was decided, frozen: the canonical document and its SHA-256, which stands in the audit as well.

    ``seal`` is the draft's at that moment: a foreign key over both columns holds the draft's row as it was.
    Rows are added, never changed.
    """

    append_only = True

    draft = models.OneToOneField(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField("結果", max_length=10, choices=[(each.value, each.label) for each in DECIDED])
    seal = models.CharField("起案の封", max_length=32)
    document = models.TextField("決裁文書")
    sha256 = models.CharField("指紋", max_length=64)
    at = models.DateTimeField("決裁日時")

    class Meta:
        verbose_name = "決裁"
        verbose_name_plural = "決裁"
        constraints = [
            models.CheckConstraint(name="decision_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="decision_outcome", condition=Q(outcome__in=[State.APPROVED, State.REFUSED])),
        ]
