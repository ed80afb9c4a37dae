"""Figures by day and month, as they were last counted."""

from django.db import models
from django.db.models import F, Q


class DayValue(models.Model):
    """One indicator's amount of one day and part. A day without a row is a day of nought.

    ``base`` is the number of cases of a mean, NULL for others. Rows are counted anew from what they count; they are
    kept so that no page has to.
    """

    indicator = models.CharField("指標", max_length=60)
    day = models.DateField("日")
    part = models.CharField("内訳", max_length=40, blank=True)
    amount = models.DecimalField("値", max_digits=18, decimal_places=3)
    base = models.PositiveIntegerField("件数", null=True)

    class Meta:
        verbose_name = "日ごとの計測値"
        verbose_name_plural = "日ごとの計測値"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "day", "part"], name="day_value_once"),
            models.CheckConstraint(name="day_value_base", condition=Q(base__isnull=True) | Q(base__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day} {self.part}"


class MonthValue(models.Model):
    """What the kept days of a month come to: all of them together, of a stock those of its last kept day.

    Written with the days, in one transaction; pages read months, so that none adds up the days of years.
    """

    indicator = models.CharField("指標", max_length=60)
    month = models.DateField("月")
    part = models.CharField("内訳", max_length=40, blank=True)
    amount = models.DecimalField("値", max_digits=20, decimal_places=3)
    base = models.PositiveBigIntegerField("件数", null=True)

    class Meta:
        verbose_name = "月ごとの計測値"
        verbose_name_plural = "月ごとの計測値"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "month", "part"], name="month_value_once"),
            models.CheckConstraint(name="month_value_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(name="month_value_base", condition=Q(base__isnull=True) | Q(base__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m} {self.part}"


class Counting(models.Model):
    """When an indicator was counted last, and the days that were ever counted: ``since`` to before ``until``."""

    indicator = models.CharField("指標", max_length=60, unique=True)
    since = models.DateField("はじめの日")
    until = models.DateField("終わりの日の翌日")
    counted_at = models.DateTimeField("数えた日時")

    class Meta:
        verbose_name = "計測"
        verbose_name_plural = "計測"
        constraints = [models.CheckConstraint(name="counting_period", condition=Q(until__gt=F("since")))]

    def __str__(self) -> str:
        return self.indicator
