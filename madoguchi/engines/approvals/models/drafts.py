"""Drafts, their attachments, and who may read them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import MD5, Cast, Concat

from madoguchi.foundation.access.models import Appointment, Division
from madoguchi.foundation.calendar import fiscal_year_name

SEALED = (
    "state", "kind", "kind_name", "title", "content", "amount", "reference", "drafter", "appointment", "division",
    "drafter_name", "drafter_post", "division_name", "round", "at", "revision", "fiscal_year", "serial",
)  # fmt: skip
"""What of a draft its decision holds fast."""


def one_text() -> MD5:
    """All of it as one text, for a column that the database works out. Its hash only ties rows together; what proves
    the decision is the SHA-256 of its document."""
    parts = [part for name in SEALED for part in (Cast(name, models.TextField()), Value("\x1f"))]
    return MD5(Concat(*parts, output_field=models.TextField()))


class State(models.TextChoices):
    """Where a draft stands."""

    DRAFT = "draft", "作成中"
    MOVING = "moving", "回議中"
    RETURNED = "returned", "差戻し"
    WITHDRAWN = "withdrawn", "引戻し"
    APPROVED = "approved", "決裁済み"
    REFUSED = "refused", "否決"
    DROPPED = "dropped", "取りやめ"


EDITABLE = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
DECIDED = (State.APPROVED, State.REFUSED)


class Draft(models.Model):
    """起案: what someone asks to be decided.

    ``content`` is the kind's own (JSON), ``reference`` what it is about, where it is about one thing. The number is
    given when it is submitted for the first time and stays. ``round`` counts the submissions, ``at`` is the step of the
    route where it stands (0: with the drafter). ``seal`` changes with whatever of it was decided on; a decision refers
    to it, so that the database refuses the change. ``revision`` counts the changes; who writes says which one they saw.
    ``folded`` is what words are looked for in.
    """

    kind = models.CharField("種類の符号", max_length=60)
    kind_name = models.CharField("種類", max_length=60)
    title = models.CharField("件名", max_length=200)
    content = models.JSONField("内容", default=dict)
    amount = models.BigIntegerField("金額（円）", null=True)
    reference = models.CharField("何についてか", max_length=60, blank=True)
    due_on = models.DateField("決裁の期限", null=True)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起案した職員", on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(
        Appointment, verbose_name="起案したときの発令", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    division = models.ForeignKey(
        Division, verbose_name="起案した部署", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    drafter_name = models.CharField("起案者", max_length=60)
    drafter_post = models.CharField("起案者の職", max_length=40)
    division_name = models.CharField("起案の部署名", max_length=40)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    round = models.PositiveSmallIntegerField("提出の回数", default=0)
    at = models.PositiveSmallIntegerField("いまの段", default=0)
    revision = models.PositiveIntegerField("版", default=1)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True)
    serial = models.PositiveIntegerField("番号", null=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    changed_at = models.DateTimeField("更新日時", auto_now=True)
    submitted_at = models.DateTimeField("提出日時", null=True)
    decided_at = models.DateTimeField("決裁日時", null=True)
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)
    folded = models.TextField("検索の語", blank=True)
    seal = models.GeneratedField(expression=one_text(), output_field=models.CharField(max_length=32), db_persist=True)
    terms = ArrayField(models.CharField(max_length=2), verbose_name="検索の索引", default=list)

    class Meta:
        verbose_name = "起案"
        verbose_name_plural = "起案"
        indexes = [
            models.Index(fields=["drafter", "-id"], name="draft_drafter"),
            models.Index(fields=["division", "-id"], name="draft_division", condition=Q(round__gt=0)),
            models.Index(fields=["due_on"], name="draft_due", condition=Q(state="moving", due_on__isnull=False)),
            GinIndex(fields=["terms"], name="draft_terms", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="draft_number_once"),
            models.UniqueConstraint(fields=["id", "seal"], name="draft_with_its_seal"),
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=~Q(reference="") & Q(state__in=[*EDITABLE, State.MOVING]),
                name="draft_one_open_about",
            ),
            models.CheckConstraint(
                name="draft_numbered_iff_submitted",
                condition=Q(round=0, serial__isnull=True, fiscal_year__isnull=True, submitted_at__isnull=True)
                | Q(round__gt=0, serial__isnull=False, fiscal_year__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_decided_iff_at",
                condition=Q(state__in=DECIDED, decided_at__isnull=False, round__gt=0)
                | ~Q(state__in=DECIDED) & Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="draft_stands_somewhere",
                condition=Q(state="moving", at__gt=0, round__gt=0) | ~Q(state="moving") & Q(at=0),
            ),
            models.CheckConstraint(name="draft_amount", condition=Q(amount__isnull=True) | Q(amount__gte=0)),
            models.CheckConstraint(name="draft_titled", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.number}　{self.title}" if self.serial else self.title

    @property
    def number(self) -> str:
        """The number as it stands on lists and papers; "" before the first submission."""
        return f"{fiscal_year_name(self.fiscal_year)}起案第{self.serial}号" if self.fiscal_year else ""

    @property
    def is_editable(self) -> bool:
        """True while it lies with its drafter."""
        return self.state in EDITABLE

    @property
    def is_decided(self) -> bool:
        """True when nobody changes it any more."""
        return self.state in DECIDED


class Attachment(models.Model):
    """A file of a draft, kept sealed under its hash. Rows are added and, while the drafter may edit, taken away."""

    updatable = ()
    deletable = True

    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("ファイル名", max_length=120)
    content_type = models.CharField("形式", max_length=100)
    size = models.PositiveIntegerField("大きさ")
    sha256 = models.CharField("指紋", max_length=64)
    added_at = models.DateTimeField("添付した日時", auto_now_add=True)

    class Meta:
        verbose_name = "添付ファイル"
        verbose_name_plural = "添付ファイル"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sha256"], name="attachment_once"),
            models.CheckConstraint(name="attachment_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name


class Reader(models.Model):
    """Who took part in a draft and so may read it for good: the drafter, everyone on its routes, those who acted."""

    append_only = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="readers")

    class Meta:
        verbose_name = "起案を読める職員"
        verbose_name_plural = "起案を読める職員"
        constraints = [models.UniqueConstraint(fields=["user", "draft"], name="reader_once")]
