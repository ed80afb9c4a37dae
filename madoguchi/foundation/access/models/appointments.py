"""Who sits where, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from .changes import Change, decided_iff_not_waiting, second_person
from .divisions import Division

STANDING = Q(state="approved")


class AppointmentQuerySet(models.QuerySet[Any]):
    """Reads of appointments."""

    def on(self, day: date) -> Self:
        """Approved appointments that hold on a day."""
        return self.filter(state=Change.State.APPROVED, valid__contains=day)


class Appointment(Change):
    """発令: a member of staff in a division with a post (本務, or 兼務 beside it), from day to day.

    The roles of an appointment never change: another role is another appointment. ``carries`` is the one that a
    reorganisation let go on in this one, in the division that followed its own.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="appointments"
    )
    division = models.ForeignKey(Division, verbose_name="部署", on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField("職名", max_length=40)
    is_main = models.BooleanField("本務", default=True)
    roles = ArrayField(models.CharField(max_length=40), verbose_name="役割", default=list, blank=True)
    valid = DateRangeField("期間")
    carries = models.ForeignKey(
        "self", verbose_name="読み替えた発令", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "発令"
        verbose_name_plural = "発令"
        ordering = ["-is_main", "id"]
        constraints = [
            ExclusionConstraint(
                name="appointment_one_main",
                expressions=[("user", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=STANDING & Q(is_main=True),
            ),
            ExclusionConstraint(
                name="appointment_one_in_division",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("division", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=STANDING,
            ),
            models.CheckConstraint(
                name="appointment_period", condition=Q(valid__isempty=False) & Q(valid__lower_inf=False)
            ),
            second_person("appointment_second_person"),
            decided_iff_not_waiting("appointment_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.division}　{self.post}"

    @property
    def kind(self) -> str:
        """本務 or 兼務."""
        return "本務" if self.is_main else "兼務"
