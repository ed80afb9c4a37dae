"""年度調査: what a plan's office asks of each division every year, and what they answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from madoguchi.engines.approvals.api import Draft

from .plans import RESULT_CODES, STAGES, Measure, Plan


class Grade(models.TextChoices):
    """自己評価 of a division."""

    A = "A", "A　目標を上回った"
    B = "B", "B　目標どおり"
    C = "C", "C　目標を下回った"
    D = "D", "D　進んでいない"


class Survey(models.Model):
    """調査 of a plan for one fiscal year; the divisions answer until ``deadline``, and late ones are shown as late."""

    updatable = ("deadline", "revision")

    plan = models.ForeignKey(Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="surveys")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    deadline = models.DateField("提出の期限")
    request = models.CharField("依頼の文", max_length=1000, blank=True)
    revision = models.PositiveIntegerField("版", default=1)
    opener = models.CharField("始めた人", max_length=120)
    opened_at = models.DateTimeField("始めた日時", db_default=Now())

    class Meta:
        verbose_name = "年度調査"
        verbose_name_plural = "年度調査"
        ordering = ["-fiscal_year"]
        constraints = [models.UniqueConstraint(fields=["plan", "fiscal_year"], name="survey_once")]


class Occasion(models.TextChoices):
    """What a survey's mails are sent for."""

    OPENED = "opened", "始まったとき"
    NEAR = "near", "期限が近いとき"
    OVER = "over", "期限が過ぎたとき"


class Reminder(models.Model):
    """That the mails of an occasion went out, and how many; ``deadline`` is the day that they spoke of."""

    append_only = True

    survey = models.ForeignKey(Survey, verbose_name="年度調査", on_delete=models.PROTECT, related_name="reminders")
    occasion = models.CharField("きっかけ", max_length=10, choices=Occasion)
    deadline = models.DateField("提出の期限")
    mails = models.PositiveIntegerField("通数")
    sent_at = models.DateTimeField("送った日時", db_default=Now())

    class Meta:
        verbose_name = "年度調査の督促"
        verbose_name_plural = "年度調査の督促"
        constraints = [
            models.UniqueConstraint(fields=["survey", "occasion", "deadline"], name="reminder_once"),
            models.CheckConstraint(name="reminder_occasion", condition=Q(occasion__in=Occasion.values)),
        ]


class Sheet(models.Model):
    """調査票: one measure and one of the divisions that answer for it.

    ``prefilled`` is what was known as the survey was opened (``survey/prefilling.py`` says its shape). ``leads``: this
    division's answer becomes the measure's yearly status. The answer lies open until it is handed in: then ``draft``
    is on its way to the head, and ``turn`` counts how often. ``base`` is the revision of the status that was known to
    who wrote the answer.
    """

    updatable = (
        *("stage", "done", "reason", "improvement", "grade", "base"),
        *("revision", "writer", "written_at", "turn", "draft", "approved_at", "approver"),
    )

    survey = models.ForeignKey(Survey, verbose_name="年度調査", on_delete=models.PROTECT, related_name="sheets")
    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="sheets")
    order = models.PositiveSmallIntegerField("並び順")
    division = models.CharField("担当部署", max_length=100)
    division_code = models.CharField("部署のコード", max_length=20, blank=True)
    leads = models.BooleanField("主担当")
    prefilled = models.JSONField("あらかじめ記した内容")
    stage = models.CharField("実施状況", max_length=10, choices=STAGES, blank=True)
    done = models.CharField("取り組んだこと", max_length=1000, blank=True)
    reason = models.CharField("計画から変わった理由", max_length=300, blank=True)
    improvement = models.CharField("次の年度の改善", max_length=500, blank=True)
    grade = models.CharField("自己評価", max_length=1, choices=Grade, blank=True)
    base = models.PositiveIntegerField("もとにした実施状況の回", default=0)
    revision = models.PositiveIntegerField("版", default=0)
    writer = models.CharField("記入した人", max_length=120, blank=True)
    written_at = models.DateTimeField("記入した日時", null=True)
    turn = models.PositiveSmallIntegerField("提出の回数", default=0)
    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("承認の日時", null=True)
    approver = models.CharField("承認した人", max_length=120, blank=True)

    class Meta:
        verbose_name = "調査票"
        verbose_name_plural = "調査票"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "measure", "division"], name="sheet_once"),
            models.UniqueConstraint(fields=["survey", "measure"], condition=Q(leads=True), name="sheet_one_leads"),
            models.CheckConstraint(name="sheet_stage", condition=Q(stage="") | Q(stage__in=RESULT_CODES)),
            models.CheckConstraint(name="sheet_grade", condition=Q(grade="") | Q(grade__in=Grade.values)),
            models.CheckConstraint(
                name="sheet_approved_whole",
                condition=Q(approved_at__isnull=True) | Q(draft__isnull=False) & ~Q(stage="") & ~Q(grade=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}（{self.division}）"
