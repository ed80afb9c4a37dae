"""Applications for the registration of a seal."""

import uuid

from django.db import models
from django.db.models import Q

from ..rules.names import Basis
from ..rules.persons import Route

ROUTES = [
    (Route.IN_PERSON.value, "本人（顔写真付きの本人確認書類）"),
    (Route.GUARANTOR.value, "本人（保証人）"),
    (Route.INQUIRY.value, "本人（照会書）"),
    (Route.PROXY.value, "代理人（照会書）"),
]
BASES = [
    (Basis.FULL.value, "氏名"),
    (Basis.FAMILY.value, "氏"),
    (Basis.GIVEN.value, "名"),
    (Basis.FORMER.value, "旧氏"),
    (Basis.ALIAS.value, "通称"),
    (Basis.KANA.value, "氏名の片仮名表記"),
    (Basis.COMBINED.value, "氏名などの組合せ"),
]


class SealApplication(models.Model):
    """One application (登録申請). A person has one at a time that is not closed.

    ``cautions`` are what the system noticed and a person must judge; with any, or where the clerk is in doubt, a
    second person approves before a letter is sent or the seal is registered.
    """

    class State(models.TextChoices):
        APPLIED = "applied", "申請"
        INQUIRING = "inquiring", "照会中"
        ANSWERED = "answered", "回答受理"
        REGISTERED = "registered", "登録"
        EXPIRED = "expired", "期限切れ"
        WITHDRAWN = "withdrawn", "取下げ"
        REFUSED = "refused", "不受理"

    class Approval(models.TextChoices):
        NONE = "none", "不要"
        WAITING = "waiting", "承認待ち"
        GIVEN = "given", "承認"

    OPEN = (State.APPLIED, State.INQUIRING, State.ANSWERED)

    person = models.ForeignKey("people.Person", verbose_name="申請者", on_delete=models.PROTECT, related_name="+")
    route = models.CharField("方法", max_length=10, choices=ROUTES)
    state = models.CharField("状態", max_length=10, choices=State, default=State.APPLIED)
    approval = models.CharField("承認", max_length=8, choices=Approval, default=Approval.NONE)
    approver = models.CharField("承認した人", max_length=120, blank=True)
    applied_on = models.DateField("申請日")
    received_at = models.DateTimeField("受付日時", auto_now_add=True)
    user_id = models.BigIntegerField("受け付けた職員", null=True)
    receiver = models.CharField("受け付けた人", max_length=120)
    impression = models.ForeignKey(
        "seals.Impression", verbose_name="印影", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField("印影が表す文字", max_length=60, blank=True)
    basis = models.CharField("表しているもの", max_length=10, choices=BASES, blank=True)
    checks = models.JSONField("確かめたこと", default=list)
    cautions = models.JSONField("注意", default=list)
    doubt = models.CharField("判断に迷うこと", max_length=200, blank=True)
    identity_check = models.CharField("本人確認", max_length=60, blank=True)
    accompanied = models.BooleanField("法定代理人の同行", default=False)
    proxy_name = models.CharField("代理人の氏名", max_length=120, blank=True)
    proxy_address = models.CharField("代理人の住所", max_length=200, blank=True)
    guarantor = models.ForeignKey(
        "seals.SealRegistration", verbose_name="保証人の登録", on_delete=models.PROTECT, null=True, related_name="+"
    )
    letter_on = models.DateField("照会書の日", null=True)
    answer_due = models.DateField("回答の期限", null=True)
    letter_sha256 = models.CharField("照会書のハッシュ", max_length=64, blank=True)
    answered_on = models.DateField("回答日", null=True)
    answered_by = models.CharField("回答書を持参した人", max_length=120, blank=True)
    grounds = models.JSONField("不受理の理由", default=list)
    closing = models.CharField("終わりの理由", max_length=200, blank=True)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)

    class Meta:
        verbose_name = "印鑑登録の申請"
        verbose_name_plural = "印鑑登録の申請"
        indexes = [
            models.Index(fields=["answer_due"], name="application_due", condition=Q(state="inquiring")),
            models.Index(fields=["person"], name="application_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="application_one_open",
                condition=Q(state__in=["applied", "inquiring", "answered"]),
            ),
            models.CheckConstraint(
                name="application_letter",
                condition=~Q(state__in=["inquiring", "answered"])
                | Q(letter_on__isnull=False, answer_due__isnull=False) & ~Q(letter_sha256=""),
            ),
            models.CheckConstraint(
                name="application_answer", condition=~Q(state="answered") | Q(answered_on__isnull=False)
            ),
            models.CheckConstraint(
                name="application_approved",
                condition=~Q(state__in=["inquiring", "answered", "registered"]) | ~Q(approval="waiting"),
            ),
            models.CheckConstraint(
                name="application_impression",
                condition=Q(state="refused") | Q(impression__isnull=False),
            ),
        ]


class ApplicationStep(models.Model):
    """One step of an application, as it was taken."""

    append_only = True

    application = models.ForeignKey(
        SealApplication, verbose_name="申請", on_delete=models.PROTECT, related_name="steps"
    )
    state = models.CharField("状態", max_length=10, choices=SealApplication.State)
    note = models.CharField("内容", max_length=200, blank=True)
    user_id = models.BigIntegerField("職員", null=True)
    by = models.CharField("行った人", max_length=120)
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "申請の経過"
        verbose_name_plural = "申請の経過"
