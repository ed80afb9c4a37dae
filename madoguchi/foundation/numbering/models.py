"""The last number given, by name and day."""

from django.db import models


class DailyNumber(models.Model):
    """The last number of a series on a day."""

    series = models.CharField("系列", max_length=40)
    day = models.DateField("日")
    last = models.PositiveIntegerField("最後の番号")

    class Meta:
        verbose_name = "日ごとの番号"
        verbose_name_plural = "日ごとの番号"
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="one_series_a_day")]
