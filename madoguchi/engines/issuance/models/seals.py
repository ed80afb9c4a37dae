"""公印: the image of the seal that stands on the papers."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class OfficialSeal(models.Model):
    """The image of the mayor's seal from a day on; one at a time. ``image`` is a PNG that we encoded ourselves."""

    updatable = ("valid",)

    title = models.CharField("公印の名称", max_length=60)
    image = models.BinaryField("印影")
    sha256 = models.CharField("ハッシュ", max_length=64)
    side_mm = models.PositiveSmallIntegerField("一辺（mm）")
    valid = DateRangeField("使う期間")
    reason = models.CharField("登録の理由", max_length=200)
    added_at = models.DateTimeField("登録日時")
    user_id = models.BigIntegerField("登録した職員", null=True)
    adder = models.CharField("登録した人", max_length=120)

    class Meta:
        verbose_name = "公印"
        verbose_name_plural = "公印"
        constraints = [
            ExclusionConstraint(name="official_seal_one_at_a_time", expressions=[("valid", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(name="official_seal_period", condition=Q(valid__isempty=False)),
            models.CheckConstraint(name="official_seal_side", condition=Q(side_mm__gte=15, side_mm__lte=35)),
        ]

    def __str__(self) -> str:
        return self.title
