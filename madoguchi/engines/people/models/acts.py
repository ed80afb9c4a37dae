"""Acts (異動): the only cause of change in the resident record."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class ActKind(models.TextChoices):
    """Every act that the record knows. Law and deadlines of each are in ``acts.yaml``."""

    MOVE_IN = "move_in", "転入"
    MOVE_IN_ABROAD = "move_in_abroad", "国外からの転入"
    MOVE_WITHIN = "move_within", "転居"
    MOVE_OUT = "move_out", "転出"
    MOVE_OUT_CONFIRM = "move_out_confirm", "転出確定"
    BIRTH = "birth", "出生"
    DEATH = "death", "死亡"
    HEAD_CHANGE = "head_change", "世帯主変更"
    HOUSEHOLD_SPLIT = "household_split", "世帯分離"
    HOUSEHOLD_MERGE = "household_merge", "世帯合併"
    HOUSEHOLD_CHANGE = "household_change", "世帯変更"
    RELATION_FIX = "relation_fix", "続柄修正"
    NAME_CHANGE = "name_change", "氏名変更"
    ALIAS_CHANGE = "alias_change", "通称の記載・変更・削除"
    FORMER_NAME_CHANGE = "former_name_change", "旧氏の記載・変更・削除"
    PERMIT_CHANGE = "permit_change", "在留情報の変更"
    NATIONALITY_GAIN = "nationality_gain", "国籍取得・帰化"
    NATIONALITY_LOSS = "nationality_loss", "国籍喪失"
    EX_OFFICIO_ENTRY = "ex_officio_entry", "職権記載"
    EX_OFFICIO_FIX = "ex_officio_fix", "職権修正"
    EX_OFFICIO_REMOVAL = "ex_officio_removal", "職権消除"
    RESIDENT_CODE = "resident_code", "住民票コードの記載・変更"
    INDIVIDUAL_NUMBER = "individual_number", "個人番号の指定・変更"
    REGISTER_OUTSIDER = "register_outsider", "住登外者・法人の登録"
    CONTACT_CHANGE = "contact_change", "連絡先の変更"
    CANCEL = "cancel", "取消"
    MIGRATION = "migration", "データ移行"


class Act(models.Model):
    """One act: what happened (``event_on``), when it was notified, and when and by whom it entered the record.

    ``submission`` is made by the form before it is sent: the same form sent twice is one act. A cancellation is an act
    that ``cancels`` another; an act is cancelled once. Once recorded an act stands: only its summary and details are
    written at the end of the same transaction.
    """

    updatable = ("summary", "details")

    kind = models.CharField("異動事由", max_length=24, choices=ActKind)
    event_on = models.DateField("異動日")
    event_uncertain = models.BooleanField("異動日不詳", default=False)
    notified_on = models.DateField("届出日", null=True)
    recorded_at = models.DateTimeField("処理日時")
    user_id = models.BigIntegerField("処理した職員", null=True)
    recorder = models.CharField("処理した人", max_length=120)
    approver = models.CharField("承認した人", max_length=120, blank=True)
    notifier = models.CharField("届出人", max_length=120, blank=True)
    identity_check = models.CharField("本人確認", max_length=60, blank=True)
    summary = models.CharField("内容", max_length=200, blank=True)
    details = models.JSONField("届出の内容", default=dict)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)
    cancels = models.OneToOneField(
        "self", verbose_name="取り消した異動", on_delete=models.PROTECT, null=True, related_name="cancelled_by"
    )

    class Meta:
        verbose_name = "異動"
        verbose_name_plural = "異動"
        indexes = [
            models.Index(fields=["-recorded_at"], name="act_recorded"),
            models.Index(fields=["event_on"], name="act_event"),
        ]
        constraints = [
            models.CheckConstraint(
                name="act_cancels_iff_cancel",
                condition=Q(kind="cancel", cancels__isnull=False) | ~Q(kind="cancel") & Q(cancels__isnull=True),
            ),
        ]


class Proposal(models.Model):
    """An act that a second person must approve (職権 …). Decided once, never by the one who proposed it."""

    class State(models.TextChoices):
        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "却下"
        WITHDRAWN = "withdrawn", "取下げ"

    kind = models.CharField("異動事由", max_length=24, choices=ActKind)
    arguments = models.JSONField("内容")
    person_ids = ArrayField(models.BigIntegerField(), verbose_name="対象の人", default=list)
    summary = models.CharField("要旨", max_length=200)
    reason = models.TextField("理由")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.BigIntegerField("起案した職員")
    proposer = models.CharField("起案者", max_length=120)
    proposed_at = models.DateTimeField("起案日時", auto_now_add=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.TextField("意見", blank=True)
    act = models.OneToOneField(Act, verbose_name="異動", on_delete=models.PROTECT, null=True)

    class Meta:
        verbose_name = "承認を要する異動"
        verbose_name_plural = "承認を要する異動"
        indexes = [models.Index(fields=["-proposed_at"], name="proposal_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.CheckConstraint(
                name="proposal_second_person",
                condition=Q(state="withdrawn") | Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_act_iff_approved",
                condition=Q(state="approved", act__isnull=False) | ~Q(state="approved") & Q(act__isnull=True),
            ),
        ]
