"""情報化推進委員会 and what hangs on it: members, meetings, papers, evaluations."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from madoguchi.foundation.access.models import Appointment

from .plans import Measure
from .survey import Survey


class Role(models.TextChoices):
    """What a member is in a body."""

    CHAIR = "chair", "委員長"
    VICE = "vice", "副委員長"
    MEMBER = "member", "委員"
    OFFICE = "office", "事務局"


class Body(models.Model):
    """会議体: 情報化推進委員会, 幹事会 or a 専門部会 (``under`` another)."""

    code = models.SlugField("記号", max_length=20, unique=True)
    name = models.CharField("会議体", max_length=60, unique=True)
    purpose = models.CharField("役割", max_length=300, blank=True)
    under = models.ForeignKey(
        "self", verbose_name="上の会議体", on_delete=models.PROTECT, null=True, related_name="parts"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "会議体"
        verbose_name_plural = "会議体"
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(name="body_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """委員 of a body over a time: by an appointment, or by the name of someone who has none.

    ``name`` and ``post`` stay as they were; ``title`` is what the member is called beside the role (会長).
    ``valid`` ends before the first day on which it no longer holds.
    """

    updatable = ("valid", "ender")

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="members")
    appointment = models.ForeignKey(
        Appointment, verbose_name="発令", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("所属・職", max_length=100, blank=True)
    role = models.CharField("役", max_length=10, choices=Role, default=Role.MEMBER)
    title = models.CharField("呼び名", max_length=60, blank=True)
    valid = DateRangeField("在任期間")
    enterer = models.CharField("入れた人", max_length=120)
    ender = models.CharField("終えた人", max_length=120, blank=True)

    class Meta:
        verbose_name = "委員"
        verbose_name_plural = "委員"
        ordering = ["id"]
        constraints = [
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="chair_one_at_a_time",
                expressions=[("body", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(role="chair"),
            ),
            models.CheckConstraint(name="member_period", condition=Q(valid__isempty=False) & Q(valid__lower_inf=False)),
            models.CheckConstraint(name="member_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What the member is called in the body."""
        return self.title or self.get_role_display()


class Meeting(models.Model):
    """会議: called with an agenda; afterwards who attended, minutes and decisions. ``revision`` counts changes."""

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField("回")
    held_on = models.DateField("開催日")
    place = models.CharField("場所", max_length=100, blank=True)
    agenda = models.TextField("議題", max_length=2000)
    minutes = models.TextField("議事録", max_length=20_000, blank=True)
    decisions = models.TextField("決定したこと", max_length=4000, blank=True)
    revision = models.PositiveIntegerField("版", default=1)
    writer = models.CharField("記入した人", max_length=120)
    written_at = models.DateTimeField("記入した日時", auto_now=True)

    class Meta:
        verbose_name = "会議"
        verbose_name_plural = "会議"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meeting_once"),
            models.CheckConstraint(name="meeting_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"第{self.number}回{self.body.name}"


class Attendance(models.Model):
    """出席 of a member at a meeting."""

    updatable = ()
    deletable = True

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, verbose_name="委員", on_delete=models.PROTECT, related_name="attendances")

    class Meta:
        verbose_name = "出席"
        verbose_name_plural = "出席"
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]


class Paper(models.Model):
    """会議資料: a file of a meeting, kept sealed under its hash."""

    append_only = True

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.PROTECT, related_name="papers")
    name = models.CharField("ファイル名", max_length=120)
    content_type = models.CharField("形式", max_length=100)
    size = models.PositiveIntegerField("大きさ")
    sha256 = models.CharField("指紋", max_length=64)
    added_at = models.DateTimeField("加えた日時", db_default=Now())

    class Meta:
        verbose_name = "会議資料"
        verbose_name_plural = "会議資料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "sha256"], name="paper_once"),
            models.CheckConstraint(name="paper_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    """What a body says of a measure for the next year."""

    GO_ON = "go_on", "継続"
    WIDEN = "widen", "拡充"
    REVISE = "revise", "見直し"
    FINISH = "finish", "完了"
    ABOLISH = "abolish", "廃止"


class Evaluation(models.Model):
    """評価 of a measure in a surveyed year, at a meeting. The highest revision counts."""

    append_only = True

    survey = models.ForeignKey(Survey, verbose_name="年度調査", on_delete=models.PROTECT, related_name="evaluations")
    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="evaluations")
    revision = models.PositiveSmallIntegerField("回")
    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.PROTECT, related_name="evaluations")
    verdict = models.CharField("評価", max_length=10, choices=Verdict)
    words = models.CharField("意見", max_length=500)
    writer = models.CharField("記入した人", max_length=120)
    written_at = models.DateTimeField("記入した日時", db_default=Now())

    class Meta:
        verbose_name = "施策の評価"
        verbose_name_plural = "施策の評価"
        ordering = ["measure", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "measure", "revision"], name="evaluation_once"),
            models.CheckConstraint(name="evaluation_verdict", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(name="evaluation_worded", condition=~Q(words="")),
            models.CheckConstraint(name="evaluation_revision", condition=Q(revision__gte=1)),
        ]
