"""Plans with their goals, sections and measures; what was planned, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ..rules import KINDS, PLANNABLE, RESULTS, Stage

STAGES = [(stage.value, stage.label) for stage in Stage]
PLANNED_CODES = [stage.value for stage in PLANNABLE]
RESULT_CODES = [stage.value for stage in RESULTS]


class Titled(models.Model):
    """What has a name, names in other languages (language → name), and a description in words of its own."""

    name = models.CharField("名称", max_length=100, blank=True)
    names = models.JSONField("ほかの言語の名称", default=dict, blank=True)
    description = models.CharField("説明", max_length=1000, blank=True)

    class Meta:
        abstract = True


class Plan(Titled):
    """A plan over some fiscal years (``first_year`` and ``last_year``, by the common year in which they begin).

    ``by_year``: its measures have a stage for each year; otherwise one for the whole term, filed under the last year.
    ``revision`` grows with every change of the plan itself.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "準備中"
        PUBLISHED = "published", "公開中"
        CLOSED = "closed", "終了"

    code = models.SlugField("計画の記号", max_length=20, unique=True)
    first_year = models.PositiveSmallIntegerField("初めの年度")
    last_year = models.PositiveSmallIntegerField("終わりの年度")
    by_year = models.BooleanField("年度ごとの計画")
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "計画"
        verbose_name_plural = "計画"
        ordering = ["-first_year", "code"]
        constraints = [
            models.CheckConstraint(name="plan_years", condition=Q(first_year__lte=F("last_year"))),
            models.CheckConstraint(name="plan_named", condition=~Q(name="")),
            models.CheckConstraint(name="plan_state", condition=Q(state__in=["draft", "published", "closed"])),
        ]

    def __str__(self) -> str:
        return self.name


class Goal(Titled):
    """基本目標: the first level of a plan. A plan of which only results are known may leave its name empty."""

    plan = models.ForeignKey(Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField("番号")

    class Meta:
        verbose_name = "基本目標"
        verbose_name_plural = "基本目標"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="goal_once")]

    @property
    def code(self) -> str:
        """Its code in the plan, e.g. ``2``."""
        return str(self.number)


class Section(Titled):
    """項: the second level of a plan."""

    goal = models.ForeignKey(Goal, verbose_name="基本目標", on_delete=models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField("番号")

    class Meta:
        verbose_name = "項"
        verbose_name_plural = "項"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["goal", "number"], name="section_once")]


class Measure(Titled):
    """施策. Its ``code`` (``2-1-2``) begins with the numbers of goal and section, so it is unique in the plan."""

    section = models.ForeignKey(Section, verbose_name="項", on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField("番号", max_length=12)
    order = models.PositiveSmallIntegerField("並び順")
    kind = models.CharField("区分", max_length=10, blank=True, choices=[(kind, kind) for kind in KINDS])
    note = models.CharField("備考", max_length=300, blank=True)

    class Meta:
        verbose_name = "施策"
        verbose_name_plural = "施策"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="measure_once"),
            models.CheckConstraint(name="measure_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Owner(models.Model):
    """A division that answers for a measure: by its code where the town has it, else only by the name in the plan.

    It is not a reference: a plan names divisions as they were, and goes on when one is renamed under its code.
    """

    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="owners")
    order = models.PositiveSmallIntegerField("並び順")
    name = models.CharField("担当部署", max_length=100)
    division_code = models.CharField("部署のコード", max_length=20, blank=True)

    class Meta:
        verbose_name = "担当部署"
        verbose_name_plural = "担当部署"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["measure", "name"], name="owner_once")]


class Planned(models.Model):
    """計画状況: how far a measure is to be in a fiscal year."""

    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="planned")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    stage = models.CharField("計画状況", max_length=10, choices=STAGES)

    class Meta:
        verbose_name = "計画状況"
        verbose_name_plural = "計画状況"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "fiscal_year"], name="planned_once"),
            models.CheckConstraint(name="planned_stage", condition=Q(stage__in=PLANNED_CODES)),
        ]


class Indicator(models.Model):
    """指標. ``code`` is the measure's, with a letter for further ones (``1-1-1b``). Without a unit it is a step to be
    taken (方針決定). What is measured for it is not kept here."""

    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField("番号", max_length=12)
    name = models.CharField("指標", max_length=60)
    unit = models.CharField("単位", max_length=10, blank=True)
    at_most = models.BooleanField("目標以下がよい", default=False)
    note = models.CharField("備考", max_length=300, blank=True)

    class Meta:
        verbose_name = "指標"
        verbose_name_plural = "指標"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["measure", "code"], name="indicator_once")]


class Target(models.Model):
    """目標値 of a fiscal year: a figure in the indicator's unit, or words where it is no figure."""

    indicator = models.ForeignKey(Indicator, verbose_name="指標", on_delete=models.PROTECT, related_name="targets")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("目標値", max_digits=14, decimal_places=2, null=True)
    words = models.CharField("目標（ことば）", max_length=300, blank=True)

    class Meta:
        verbose_name = "目標値"
        verbose_name_plural = "目標値"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "fiscal_year"], name="target_once"),
            models.CheckConstraint(name="target_filled", condition=Q(value__isnull=False) | ~Q(words="")),
        ]


class Reported(models.Model):
    """実施状況: what became of a measure in a fiscal year, as someone said it. The highest revision counts.

    ``reason`` is owed where the measure departed from its plan. ``writer_id`` is empty for a file's.
    """

    append_only = True

    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="reported")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    revision = models.PositiveSmallIntegerField("回")
    stage = models.CharField("実施状況", max_length=10, choices=STAGES)
    reason = models.CharField("理由", max_length=300, blank=True)
    note = models.CharField("取り組んだこと", max_length=1000, blank=True)
    by_file = models.BooleanField("ファイルによる", default=False)
    writer = models.CharField("記入した人", max_length=120)
    writer_id = models.BigIntegerField("記入した職員", null=True)
    written_at = models.DateTimeField("記入した日時", db_default=Now())

    class Meta:
        verbose_name = "実施状況"
        verbose_name_plural = "実施状況"
        ordering = ["fiscal_year", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "fiscal_year", "revision"], name="reported_once"),
            models.CheckConstraint(name="reported_stage", condition=Q(stage__in=RESULT_CODES)),
            models.CheckConstraint(name="reported_revision", condition=Q(revision__gte=1)),
        ]


class Loading(models.Model):
    """A file of a plan that was written: when, by whom, why; ``digest`` is of what it says."""

    append_only = True

    plan = models.ForeignKey(Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="loadings")
    revision = models.PositiveIntegerField("版")
    digest = models.CharField("指紋", max_length=64)
    measures = models.PositiveSmallIntegerField("施策数")
    reason = models.CharField("理由", max_length=300, blank=True)
    loader = models.CharField("読み込んだ人", max_length=120)
    loaded_at = models.DateTimeField("読み込んだ日時", db_default=Now())

    class Meta:
        verbose_name = "計画の読込み"
        verbose_name_plural = "計画の読込み"
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["plan", "revision"], name="loading_once")]
