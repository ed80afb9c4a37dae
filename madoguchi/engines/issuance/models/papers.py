"""A request, the paper set for it, and its release. Composite foreign keys (migration 0002) hold person and serial
equal along the way: no code can hand A's paper out on B's request.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from madoguchi.engines.people.api import Person

from ..inputs import Channel
from ..rules.standings import LABELS, Standing
from .money import FeeLine, LineKind

STANDINGS = [(standing.value, LABELS[standing]) for standing in Standing]
CHANNELS = [
    (Channel.COUNTER.value, "窓口"),
    (Channel.KIOSK.value, "キオスク端末"),
    (Channel.ONLINE.value, "オンライン"),
]


class State(models.TextChoices):
    """requested → set → released; or it ends as failed or void. A released paper can become void later."""

    REQUESTED = "requested", "請求"
    SET = "set", "交付待ち"
    RELEASED = "released", "交付済み"
    FAILED = "failed", "作成できず"
    VOID = "void", "無効"


BEGUN = (State.REQUESTED, State.SET)


class PaperRequest(models.Model):
    """A request for an official paper about ``person``, frozen as it was asked.

    ``snapshot`` is what the paper says, and the only thing that it is set from; what must not lie open (個人番号) is in
    ``sealed``. ``code`` leads to the page on which a paper can be checked. ``fee`` is for all copies, in yen.
    """

    updatable = ("state", "release_id", "fault", "ended_at")

    serial = models.CharField("証明書番号", max_length=20, unique=True)
    code = models.CharField("確認コード", max_length=16, unique=True)
    kind = models.CharField("種類", max_length=40)
    name = models.CharField("名称", max_length=60)
    person = models.ForeignKey(Person, verbose_name="請求の対象", on_delete=models.PROTECT, related_name="+")
    person_ids = ArrayField(models.BigIntegerField(), verbose_name="載っている人")
    standing = models.CharField("請求者の立場", max_length=12, choices=STANDINGS)
    requester = models.CharField("請求者", max_length=120)
    identity_check = models.CharField("本人確認", max_length=60)
    particulars = models.JSONField("法令で求める事項", default=dict)
    asked = models.JSONField("選んだ内容", default=dict)
    copies = models.PositiveSmallIntegerField("通数", default=1)
    channel = models.CharField("受付", max_length=8, choices=CHANNELS, default=Channel.COUNTER.value)
    counter = models.CharField("会計窓口", max_length=20)
    fee = models.PositiveIntegerField("手数料")
    exemption = models.CharField("手数料を取らない理由", max_length=20, blank=True)
    exemption_reason = models.CharField("手数料を取らない理由の説明", max_length=200, blank=True)
    replaces = models.ForeignKey(
        "self", verbose_name="差し替えた請求", on_delete=models.PROTECT, null=True, related_name="replacements"
    )
    snapshot = models.JSONField("証明する内容")
    sealed = models.BinaryField("封をした内容", null=True)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)
    fingerprint = models.CharField("請求の指紋", max_length=64)
    requested_at = models.DateTimeField("請求日時")
    user_id = models.BigIntegerField("受け付けた職員", null=True)
    receiver = models.CharField("受け付けた人", max_length=120)
    state = models.CharField("状態", max_length=10, choices=State, default=State.REQUESTED)
    release = models.OneToOneField(
        "Release", verbose_name="交付", on_delete=models.PROTECT, null=True, related_name="released_request"
    )
    fault = models.CharField("作成できなかった理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("終わった日時", null=True)

    class Meta:
        verbose_name = "証明書の請求"
        verbose_name_plural = "証明書の請求"
        indexes = [
            models.Index(fields=["requested_at", "id"], name="paper_requested"),
            models.Index(fields=["person", "-id"], name="paper_person"),
            models.Index(fields=["requested_at"], name="paper_begun", condition=Q(state__in=["requested", "set"])),
            models.Index(
                fields=["-id"],
                name="paper_outsiders",
                condition=Q(standing__in=["agent", "third_party", "professional", "official"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "person", "serial"], name="paper_request_bound"),
            models.UniqueConstraint(fields=["id", "person", "fee"], name="paper_request_fee"),
            models.UniqueConstraint(fields=["replaces"], name="paper_replaced_once"),
            models.CheckConstraint(name="paper_copies", condition=Q(copies__gte=1, copies__lte=20)),
            models.CheckConstraint(
                name="paper_free_with_reason", condition=Q(exemption="", fee__gte=0) | ~Q(exemption="") & Q(fee=0)
            ),
            models.CheckConstraint(
                name="paper_state_release",
                condition=Q(state__in=["requested", "set", "failed"], release__isnull=True)
                | Q(state="released", release__isnull=False)
                | Q(state="void"),
            ),
            models.CheckConstraint(
                name="paper_state_end",
                condition=Q(state__in=["requested", "set"], ended_at__isnull=True)
                | Q(state__in=["released", "failed", "void"], ended_at__isnull=False),
            ),
            models.CheckConstraint(name="paper_state_fault", condition=~Q(state="failed") | ~Q(fault="")),
        ]

    def __str__(self) -> str:
        return self.serial


class IssuedPaper(models.Model):
    """The PDF set for one request, known by its hash. The same bytes never belong to two requests."""

    append_only = True

    request = models.OneToOneField(PaperRequest, on_delete=models.PROTECT, related_name="paper")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField("証明書番号", max_length=20)
    sha256 = models.CharField("ハッシュ", max_length=64, unique=True)
    pages = models.PositiveSmallIntegerField("枚数")
    missing = models.JSONField("印刷できない文字", default=list)
    set_at = models.DateTimeField("作成日時")

    class Meta:
        verbose_name = "証明書の紙面"
        verbose_name_plural = "証明書の紙面"
        constraints = [models.UniqueConstraint(fields=["id", "request", "person"], name="issued_paper_bound")]


class Release(models.Model):
    """Handing a paper out, once, against its charge: one transaction."""

    append_only = True

    request = models.OneToOneField(PaperRequest, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(IssuedPaper, on_delete=models.PROTECT, related_name="+")
    charge = models.OneToOneField(FeeLine, on_delete=models.PROTECT, related_name="+")
    charge_kind = models.CharField("台帳の行の種類", max_length=8, default=LineKind.CHARGE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    released_at = models.DateTimeField("交付日時")
    user_id = models.BigIntegerField("交付した職員", null=True)
    releaser = models.CharField("交付した人", max_length=120)

    class Meta:
        verbose_name = "証明書の交付"
        verbose_name_plural = "証明書の交付"
        indexes = [models.Index(fields=["released_at"], name="paper_released")]
        constraints = [
            models.UniqueConstraint(fields=["id", "request", "person"], name="release_bound"),
            models.CheckConstraint(name="release_for_a_charge", condition=Q(charge_kind="charge")),
        ]


class Voiding(models.Model):
    """Making a request or its paper void, once, with a reason. From then on the paper does not pass the check."""

    append_only = True

    request = models.OneToOneField(PaperRequest, on_delete=models.PROTECT, related_name="voiding")
    reason = models.CharField("理由", max_length=200)
    voided_at = models.DateTimeField("無効にした日時")
    user_id = models.BigIntegerField("無効にした職員", null=True)
    voider = models.CharField("無効にした人", max_length=120)

    class Meta:
        verbose_name = "証明書の無効"
        verbose_name_plural = "証明書の無効"
        constraints = [models.CheckConstraint(name="voiding_with_reason", condition=~Q(reason=""))]


class Printing(models.Model):
    """Opening a released paper to print it. The first goes with the release, each further one has a reason."""

    append_only = True

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="printings")
    number = models.PositiveSmallIntegerField("回")
    reason = models.CharField("理由", max_length=200, blank=True)
    printed_at = models.DateTimeField("印刷日時")
    user_id = models.BigIntegerField("印刷した職員", null=True)
    printer = models.CharField("印刷した人", max_length=120)

    class Meta:
        verbose_name = "証明書の印刷"
        verbose_name_plural = "証明書の印刷"
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="printing_numbered"),
            models.CheckConstraint(name="printing_again_with_reason", condition=Q(number=1) | ~Q(reason="")),
        ]
