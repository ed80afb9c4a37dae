"""支援措置 (住民基本台帳事務処理要領): who is protected, since when, until when, on whose word; and other holds.

A case protects until a person ends it (``ended_on``), not until a day passes: an end that nobody confirms must not open
an address. Rows are added; only the columns named in ``updatable`` are ever filled in later, once.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .entities import Person


class ProtectionKind(models.TextChoices):
    """Of what the applicant is a victim (要領 第5の10)."""

    VIOLENCE = "violence", "配偶者からの暴力"
    STALKING = "stalking", "ストーカー行為等"
    ABUSE = "abuse", "児童虐待"
    OTHER = "other", "その他これらに準ずる行為"


class AgencyKind(models.TextChoices):
    """Who confirmed that protection is needed."""

    POLICE = "police", "警察"
    CENTRE = "centre", "配偶者暴力相談支援センター"
    CHILDREN = "children", "児童相談所"
    COURT = "court", "裁判所（保護命令など）"
    OTHER = "other", "その他の相談機関"


class EndReason(models.TextChoices):
    """Why a case is over. All but the first two end it before its day, and need a second person."""

    EXPIRED = "expired", "期間の満了"
    RENEWED = "renewed", "更新"
    REQUESTED = "requested", "本人の申出"
    UNNEEDED = "unneeded", "必要がなくなった"
    MOVED = "moved", "転出（転出先の団体へ引継ぎ）"
    MISTAKEN = "mistaken", "登録の誤り"


IN_TIME = (EndReason.EXPIRED, EndReason.RENEWED)
EARLY = tuple(reason for reason in EndReason if reason not in IN_TIME)


class ProtectionCase(models.Model):
    """One decision to protect an applicant, for a period (``valid``). A renewal is a new case that ``renews`` this."""

    applicant = models.ForeignKey(Person, verbose_name="申出者", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("区分", max_length=10, choices=ProtectionKind)
    agency_kind = models.CharField("相談機関の種類", max_length=10, choices=AgencyKind)
    agency = models.CharField("相談機関", max_length=80)
    grounds = models.TextField("確認した意見・資料", blank=True)
    applied_on = models.DateField("申出日")
    decided_on = models.DateField("決定日")
    valid = DateRangeField("期間")
    renews = models.OneToOneField(
        "self", verbose_name="更新した措置", on_delete=models.PROTECT, null=True, related_name="renewed_by"
    )
    recorded_at = models.DateTimeField("登録日時", db_default=Now())
    user_id = models.BigIntegerField("登録した職員", null=True)
    decider = models.CharField("登録した人", max_length=120)
    ended_on = models.DateField("終了日", null=True)
    end_reason = models.CharField("終了の理由", max_length=10, choices=EndReason, blank=True)
    end_note = models.TextField("終了の経緯", blank=True)
    ended_at = models.DateTimeField("終了の登録日時", null=True)
    ended_by = models.BigIntegerField("終了を登録した職員", null=True)
    ender = models.CharField("終了を登録した人", max_length=120, blank=True)

    updatable = ("ended_on", "end_reason", "end_note", "ended_at", "ended_by", "ender")

    class Meta:
        verbose_name = "支援措置"
        verbose_name_plural = "支援措置"
        indexes = [models.Index(fields=["valid"], name="protection_running", condition=Q(ended_on__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"], name="protection_one_running", condition=Q(ended_on__isnull=True)
            ),
            ExclusionConstraint(
                name="protection_no_overlap",
                expressions=[("applicant", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(end_reason__in=["", *IN_TIME]),
            ),
            models.CheckConstraint(
                name="protection_period",
                condition=Q(valid__isempty=False) & Q(valid__lower_inf=False) & Q(valid__upper_inf=False),
            ),
            models.CheckConstraint(name="protection_applied_first", condition=Q(applied_on__lte=F("decided_on"))),
            models.CheckConstraint(
                name="protection_end_whole",
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(end_reason=""),
            ),
        ]


class ProtectedPerson(models.Model):
    """Someone whom a case protects: the applicant, or one protected together (併せて保護)."""

    case = models.ForeignKey(ProtectionCase, on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("追加日時", db_default=Now())
    adder = models.CharField("追加した人", max_length=120)
    removed_on = models.DateField("外した日", null=True)
    remover = models.CharField("外した人", max_length=120, blank=True)

    updatable = ("removed_on", "remover")

    class Meta:
        verbose_name = "支援措置の対象者"
        verbose_name_plural = "支援措置の対象者"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="protected_once", condition=Q(removed_on__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["person"], name="protected_now", condition=Q(removed_on__isnull=True))]


class ProtectionEnding(models.Model):
    """That a case, or the protection of one ``person`` in it, shall end before its day: a second person decides."""

    class State(models.TextChoices):
        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "却下"
        WITHDRAWN = "withdrawn", "取下げ"

    case = models.ForeignKey(ProtectionCase, on_delete=models.PROTECT, related_name="endings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("終了の理由", max_length=10, choices=EndReason)
    note = models.TextField("経緯")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    proposed_at = models.DateTimeField("起案日時", db_default=Now())
    proposed_by = models.BigIntegerField("起案した職員")
    proposer = models.CharField("起案者", max_length=120)
    decided_at = models.DateTimeField("決定日時", null=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    comment = models.TextField("意見", blank=True)

    updatable = ("state", "decided_at", "decided_by", "decider", "comment")

    class Meta:
        verbose_name = "支援措置の終了の起案"
        verbose_name_plural = "支援措置の終了の起案"
        constraints = [
            models.CheckConstraint(
                name="protection_ending_second_person",
                condition=Q(state="withdrawn") | Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="protection_ending_decided",
                condition=Q(state="waiting", decided_by__isnull=True)
                | ~Q(state="waiting") & Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(name="protection_ending_early", condition=Q(reason__in=EARLY)),
            models.UniqueConstraint(
                fields=["case", "person"],
                name="protection_ending_once",
                condition=Q(state="waiting"),
                nulls_distinct=False,
            ),
        ]


class HoldReason(models.TextChoices):
    """Why a supervisor serves a person. Which of them it is stands on no screen of anybody else."""

    PROTECTION = "protection", "支援措置（決定前の仮の措置）"
    RECORD = "record", "記録の確認中"
    GUARDIAN = "guardian", "成年後見等の確認"
    REQUESTED = "requested", "本人からの申出"


class Hold(models.Model):
    """A person is held: the counter hands over to a supervisor, until the hold is lifted."""

    person = models.ForeignKey(Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=10, choices=HoldReason)
    note = models.TextField("経緯", blank=True)
    placed_at = models.DateTimeField("登録日時", db_default=Now())
    placed_by = models.BigIntegerField("登録した職員", null=True)
    placer = models.CharField("登録した人", max_length=120)
    lifted_at = models.DateTimeField("解除日時", null=True)
    lifted_by = models.BigIntegerField("解除した職員", null=True)
    lifter = models.CharField("解除した人", max_length=120, blank=True)
    case = models.ForeignKey(
        ProtectionCase, verbose_name="引き継いだ支援措置", on_delete=models.PROTECT, null=True, related_name="+"
    )

    updatable = ("lifted_at", "lifted_by", "lifter", "case")

    class Meta:
        verbose_name = "係長確認"
        verbose_name_plural = "係長確認"
        constraints = [
            models.UniqueConstraint(fields=["person", "reason"], name="hold_once", condition=Q(lifted_at__isnull=True)),
            models.CheckConstraint(
                name="hold_second_person",
                condition=~Q(reason="protection")
                | Q(lifted_by__isnull=True)
                | Q(case__isnull=False)
                | ~Q(lifted_by=F("placed_by")),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="hold_now", condition=Q(lifted_at__isnull=True))]
