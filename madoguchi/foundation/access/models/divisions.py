"""Divisions of the town hall."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class DivisionQuerySet(models.QuerySet[Any]):
    """Reads of divisions."""

    def on(self, day: date) -> Self:
        """Divisions that exist on a day."""
        return self.filter(valid__contains=day)


class Division(models.Model):
    """A division (部・課・係) while it exists under this name and in this place.

    A reorganisation ends the row and opens another, which may keep the code. Parent and code never change, so no tree
    can bite its tail. ``path`` holds the codes from the top down to this division. A name is borne once below one
    division: a large city has a 総務課 in several 局.
    """

    code = models.SlugField("コード", max_length=20)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self", verbose_name="上位の部署", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = ArrayField(models.CharField(max_length=20), verbose_name="上位からのコード")
    order = models.PositiveSmallIntegerField("並び順", default=100)
    valid = DateRangeField("設置期間")

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "部署"
        verbose_name_plural = "部署"
        ordering = ["order", "code"]
        constraints = [
            ExclusionConstraint(
                name="division_code_once",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="division_name_once_below",
                expressions=[
                    (Coalesce("parent_id", 0), RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="division_period", condition=Q(valid__isempty=False)),
            models.CheckConstraint(name="division_not_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name
