"""Registered seals: what never changes, and what stands when, in two times."""

import uuid

from django.db import models
from django.db.models import Q

from madoguchi.foundation.history.models import Version, one_at_a_time, periods_filled

from .applications import BASES, SealApplication
from .impressions import Impression


class EndReason(models.TextChoices):
    """Why a registration ends."""

    ABOLISHED = "abolished", "廃止の申請"
    LOST = "lost", "亡失による廃止"
    MOVED_OUT = "moved_out", "転出"
    DIED = "died", "死亡"
    NAME_CHANGED = "name_changed", "氏名等の変更"
    NATIONALITY = "nationality", "国籍の喪失"
    REMOVED = "removed", "住民票の職権消除"
    PERMIT_ENDED = "permit_ended", "在留資格の喪失"
    INCAPABLE = "incapable", "意思能力の喪失"
    OFFICE = "office", "その他の職権"


class CardState(models.TextChoices):
    """How it is with a card. Only one that is held gives certificates."""

    READY = "ready", "未交付"
    HELD = "held", "交付済み"
    LOST = "lost", "亡失"


class SealCard(models.Model):
    """印鑑登録証: a card with its number, made once and given to nobody else."""

    append_only = True

    number = models.CharField("登録証番号", max_length=8, unique=True)
    made_on = models.DateField("作った日")

    class Meta:
        verbose_name = "印鑑登録証"
        verbose_name_plural = "印鑑登録証"

    def __str__(self) -> str:
        return self.number


class SealRegistration(models.Model):
    """A seal that a person registered: its impression, and what of the name it shows."""

    append_only = True

    person = models.ForeignKey("people.Person", verbose_name="登録者", on_delete=models.PROTECT, related_name="+")
    impression = models.ForeignKey(Impression, verbose_name="印影", on_delete=models.PROTECT, related_name="+")
    text = models.CharField("印影が表す文字", max_length=60)
    basis = models.CharField("表しているもの", max_length=10, choices=BASES)
    registered_on = models.DateField("登録日")
    application = models.OneToOneField(
        SealApplication, verbose_name="申請", on_delete=models.PROTECT, null=True, related_name="registration"
    )

    class Meta:
        verbose_name = "印鑑の登録"
        verbose_name_plural = "印鑑の登録"


class SealAct(models.Model):
    """What was done about a registration, when, by whom and because of what. What stands when follows from the acts.

    ``card`` and ``card_state``: what is so of the card from ``event_on`` on, for acts that say so.
    ``cause`` is the act of the resident record that made it due. An ending is cancelled once, by an act that
    ``cancels`` it.
    """

    append_only = True

    class Kind(models.TextChoices):
        REGISTER = "register", "登録"
        HAND_OVER = "hand_over", "登録証の交付"
        LOSE = "lose", "登録証の亡失届"
        FIND = "find", "登録証の発見届"
        REPLACE = "replace", "登録証の再交付"
        END = "end", "抹消"
        REVIVE = "revive", "抹消の取消"
        NOT_REVIVED = "not_revived", "復活の見送り"

    registration = models.ForeignKey(
        SealRegistration, verbose_name="登録", on_delete=models.PROTECT, related_name="acts"
    )
    kind = models.CharField("処理", max_length=12, choices=Kind)
    event_on = models.DateField("効力の日")
    reason = models.CharField("抹消の事由", max_length=12, choices=EndReason, blank=True)
    card = models.ForeignKey(SealCard, verbose_name="登録証", on_delete=models.PROTECT, null=True, related_name="acts")
    card_state = models.CharField("登録証の状態", max_length=5, choices=CardState, blank=True)
    note = models.CharField("内容", max_length=200, blank=True)
    told_by = models.CharField("届出人", max_length=120, blank=True)
    identity_check = models.CharField("本人確認", max_length=60, blank=True)
    recorded_at = models.DateTimeField("処理日時")
    user_id = models.BigIntegerField("処理した職員", null=True)
    recorder = models.CharField("処理した人", max_length=120)
    cause = models.ForeignKey(
        "people.Act", verbose_name="原因の異動", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancels = models.OneToOneField(
        "self", verbose_name="取り消した抹消", on_delete=models.PROTECT, null=True, related_name="cancelled_by"
    )
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)

    class Meta:
        verbose_name = "印鑑登録の処理"
        verbose_name_plural = "印鑑登録の処理"
        indexes = [
            models.Index(fields=["-recorded_at"], name="sealact_recorded"),
            models.Index(fields=["kind", "event_on"], name="sealact_kind_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sealact_reason_iff_end", condition=Q(kind="end") & ~Q(reason="") | ~Q(kind="end") & Q(reason="")
            ),
            models.CheckConstraint(
                name="sealact_card_iff_state",
                condition=Q(card__isnull=True, card_state="") | Q(card__isnull=False) & ~Q(card_state=""),
            ),
            models.CheckConstraint(
                name="sealact_cancels_iff_revive",
                condition=Q(kind="revive", cancels__isnull=False) | ~Q(kind="revive") & Q(cancels__isnull=True),
            ),
        ]


class SealStanding(Version):
    """That a registration is in force, with its card: at most one a person, a card and an impression at a time.

    ``ended_by``: the ending that bounds the period.
    """

    registration = models.ForeignKey(SealRegistration, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    impression = models.ForeignKey(Impression, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(SealCard, verbose_name="登録証", on_delete=models.PROTECT, related_name="+")
    card_state = models.CharField("登録証の状態", max_length=5, choices=CardState)
    ended_by = models.ForeignKey(SealAct, verbose_name="抹消", on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(SealAct, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(SealAct, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Version.Meta):
        verbose_name = "登録の効力"
        verbose_name_plural = "登録の効力"
        constraints = [
            one_at_a_time("sealstanding_one_a_person", "person"),
            one_at_a_time("sealstanding_one_a_card", "card"),
            one_at_a_time("sealstanding_one_an_impression", "impression"),
            periods_filled("sealstanding_periods"),
        ]


class SealNotice(models.Model):
    """The notice (抹消通知書) that was printed for an ending by the office, kept by its hash."""

    append_only = True

    act = models.OneToOneField(SealAct, verbose_name="抹消", on_delete=models.PROTECT, related_name="notice")
    sha256 = models.CharField("ハッシュ", max_length=64)
    printed_on = models.DateField("通知の日")
    user_id = models.BigIntegerField("作った職員", null=True)

    class Meta:
        verbose_name = "抹消の通知"
        verbose_name_plural = "抹消の通知"
