"""代決者: who decides in whose place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from madoguchi.foundation.access.models import Appointment, Division

STANDING = Q(cancelled=False)
SAME_POST = Q(by_division=F("division"), by_post=F("post")) & ~Q(post="")


class DeputyQuerySet(models.QuerySet[Any]):
    """Reads of deputies."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(cancelled=False, valid__contains=day)


class Deputy(models.Model):
    """Who stands in for a seat (``appointment``) or for whoever holds a post in a division, from day to day.

    The deputy is a seat (``by_appointment``) or whoever holds ``by_post`` in ``by_division``. Both divisions are filled
    also where a seat is meant. A seat means its member of staff in that division: it outlives a reorganisation that
    keeps the division's code.
    """

    updatable = ("valid", "cancelled", "ended_by", "ender", "ended_at")

    division = models.ForeignKey(Division, verbose_name="部署", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, verbose_name="職", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.CharField("職名", max_length=40, blank=True)
    by_division = models.ForeignKey(Division, verbose_name="代決者の部署", on_delete=models.PROTECT, related_name="+")
    by_appointment = models.ForeignKey(
        Appointment, verbose_name="代決する職", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_post = models.CharField("代決する職名", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("順位")
    valid = DateRangeField("期間")
    cancelled = models.BooleanField("取消し", default=False)
    set_by = models.BigIntegerField("定めた職員", null=True)
    setter = models.CharField("定めた人", max_length=120)
    set_at = models.DateTimeField("定めた日時", auto_now_add=True)
    ended_by = models.BigIntegerField("終えた職員", null=True)
    ender = models.CharField("終えた人", max_length=120, blank=True)
    ended_at = models.DateTimeField("終えた日時", null=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "代決者"
        verbose_name_plural = "代決者"
        ordering = ["division", "post", "order", "id"]
        constraints = [
            ExclusionConstraint(
                name="deputy_order_of_post",
                expressions=[
                    ("division", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("order", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=STANDING & Q(appointment__isnull=True),
            ),
            ExclusionConstraint(
                name="deputy_order_of_seat",
                expressions=[
                    ("appointment", RangeOperators.EQUAL),
                    ("order", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=STANDING & Q(appointment__isnull=False),
            ),
            models.CheckConstraint(
                name="deputy_seat_or_post",
                condition=Q(appointment__isnull=True) & ~Q(post="") | Q(appointment__isnull=False, post=""),
            ),
            models.CheckConstraint(
                name="deputy_by_seat_or_post",
                condition=Q(by_appointment__isnull=True) & ~Q(by_post="") | Q(by_appointment__isnull=False, by_post=""),
            ),
            models.CheckConstraint(
                name="deputy_not_oneself",
                condition=~Q(by_appointment=F("appointment")) & ~SAME_POST,
            ),
            models.CheckConstraint(name="deputy_order_from_one", condition=Q(order__gte=1)),
            models.CheckConstraint(name="deputy_period", condition=Q(valid__isempty=False) & Q(valid__lower_inf=False)),
        ]

    def __str__(self) -> str:
        return f"{self.whom} → {self.who}"

    @property
    def whom(self) -> str:
        """Whose place, in words."""
        seat = self.appointment
        return f"{seat.division}　{seat.post}　{seat.user}" if seat else f"{self.division}　{self.post}"

    @property
    def who(self) -> str:
        """The deputy, in words."""
        seat = self.by_appointment
        return f"{seat.division}　{seat.post}　{seat.user}" if seat else f"{self.by_division}　{self.by_post}"

    @property
    def last_day(self) -> date | None:
        """The last day; None where it goes on."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None
