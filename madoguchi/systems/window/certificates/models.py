"""What this system issues, and whom it tells of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _


class Kind(models.TextChoices):
    """What can be issued."""

    HOUSEHOLD = "household", _("住民票の写し（世帯連記）")
    PERSON = "person", _("住民票の写し（個人票）")
    STATEMENT = "statement", _("住民票記載事項証明書")
    REMOVED = "removed", _("除票の写し")
    MOVING_OUT = "moving_out", _("転出証明書")


class NoticeRegistration(models.Model):
    """本人通知の登録: a resident is told when a certificate of theirs is given to an agent or a third party."""

    updatable = ("ended_on", "ended_reason")

    person = models.ForeignKey("people.Person", verbose_name="登録した人", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("登録の日")
    ended_on = models.DateField("終わった日", null=True)
    ended_reason = models.CharField("終わった理由", max_length=120, blank=True)
    identity_check = models.CharField("本人確認", max_length=60)
    applicant = models.CharField("申込みをした人", max_length=120)
    registered_at = models.DateTimeField("登録日時")
    user_id = models.BigIntegerField("登録した職員", null=True)
    registrar = models.CharField("登録した人（職員）", max_length=120)

    class Meta:
        verbose_name = "本人通知の登録"
        verbose_name_plural = "本人通知の登録"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="notice_registered_once"
            ),
            models.CheckConstraint(
                name="notice_registration_ends",
                condition=Q(ended_on__isnull=True, ended_reason="")
                | Q(ended_on__gte=F("started_on")) & ~Q(ended_reason=""),
            ),
        ]


class NoticeState(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting", "作成待ち"
    PRINTED = "printed", "印刷した"
    SENT = "sent", "発送した"
    RETURNED = "returned", "返戻"


class IssueNotice(models.Model):
    """本人通知: one letter owed to one registered person about one release. Written with the release or not at all."""

    updatable = ("state", "printed_at", "sent_at", "returned_at", "batch")

    registration = models.ForeignKey(NoticeRegistration, on_delete=models.PROTECT, related_name="notices")
    request = models.ForeignKey("issuance.PaperRequest", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状態", max_length=8, choices=NoticeState, default=NoticeState.WAITING)
    batch = models.UUIDField("印刷のまとまり", null=True)
    created_at = models.DateTimeField("生じた日時")
    printed_at = models.DateTimeField("印刷日時", null=True)
    sent_at = models.DateTimeField("発送日時", null=True)
    returned_at = models.DateTimeField("返戻日時", null=True)

    class Meta:
        verbose_name = "本人通知"
        verbose_name_plural = "本人通知"
        indexes = [models.Index(fields=["created_at"], name="notice_unsent", condition=~Q(state="sent"))]
        constraints = [
            models.UniqueConstraint(fields=["registration", "request"], name="notice_once"),
            models.CheckConstraint(
                name="notice_states",
                condition=Q(state="waiting", printed_at__isnull=True, sent_at__isnull=True)
                | Q(state="printed", printed_at__isnull=False, sent_at__isnull=True)
                | Q(state="sent", printed_at__isnull=False, sent_at__isnull=False, returned_at__isnull=True)
                | Q(state="returned", sent_at__isnull=False, returned_at__isnull=False),
            ),
        ]
