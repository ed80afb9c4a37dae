"""Figures of days that are closed. Written once, never changed."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Cause(models.TextChoices):
    """Why the number of residents changed, or a resident's place in it."""

    MOVE_IN = "move_in", "転入（国内から）"
    MOVE_IN_ABROAD = "move_in_abroad", "転入（国外から）"
    BIRTH = "birth", "出生"
    OTHER_ENTRY = "other_entry", "職権記載・そのほかの増"
    RESTORED = "restored", "消除の取消による増"
    MOVE_OUT = "move_out", "転出"
    DEATH = "death", "死亡"
    OTHER_REMOVAL = "other_removal", "職権消除・そのほかの減"
    TAKEN_BACK = "taken_back", "記載の取消による減"
    NATIONALITY_GAIN = "nationality_gain", "国籍取得・帰化"
    NATIONALITY_LOSS = "nationality_loss", "国籍喪失"
    MOVE_WITHIN = "move_within", "転居（市内）"


class ClosedDay(models.Model):
    """The figures of one day, as the record knew it at ``known_at``.

    ``tables`` holds the breakdowns (shape: ``rules.Tables``), ``digest`` is the SHA-256 of their canonical JSON. The
    sums stand in columns too, for series over years. What is recorded later about this day changes later days, never
    this one.
    """

    append_only = True

    day = models.DateField("日", unique=True)
    previous = models.ForeignKey(
        "self", verbose_name="前に締めた日", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    known_at = models.DateTimeField("この時点の記録による")
    men = models.PositiveIntegerField("男")
    women = models.PositiveIntegerField("女")
    unstated = models.PositiveIntegerField("性別の記載なし", default=0)
    foreigners = models.PositiveIntegerField("外国人住民")
    households = models.PositiveIntegerField("世帯")
    tables = models.JSONField("内訳")
    digest = models.CharField("指紋", max_length=64)
    closed_at = models.DateTimeField("締めた日時", db_default=Now())
    closer = models.CharField("締めた人", max_length=120)

    class Meta:
        verbose_name = "締めた日の人口"
        verbose_name_plural = "締めた日の人口"
        constraints = [
            models.CheckConstraint(
                name="closed_foreigners", condition=Q(foreigners__lte=F("men") + F("women") + F("unstated"))
            ),
            models.UniqueConstraint(fields=["previous"], name="closed_in_one_line", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def total(self) -> int:
        """All residents."""
        return self.men + self.women + self.unstated

    @property
    def japanese(self) -> int:
        """Residents of Japanese nationality."""
        return self.total - self.foreigners


class ClosedChange(models.Model):
    """How many came, went or changed since the day closed before, by cause, sex and nationality."""

    append_only = True

    closed_day = models.ForeignKey(ClosedDay, verbose_name="日", on_delete=models.PROTECT, related_name="changes")
    cause = models.CharField("事由", max_length=20, choices=Cause)
    sex = models.CharField("性別", max_length=1, blank=True)
    is_foreign = models.BooleanField("外国人住民")
    persons = models.PositiveIntegerField("人数")

    class Meta:
        verbose_name = "締めた日の異動"
        verbose_name_plural = "締めた日の異動"
        constraints = [
            models.UniqueConstraint(fields=["closed_day", "cause", "sex", "is_foreign"], name="closed_change_once"),
            models.CheckConstraint(name="closed_change_filled", condition=Q(persons__gt=0)),
        ]
