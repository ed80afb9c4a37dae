"""What adjusts the rights that roles bring."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from .changes import Change, decided_iff_not_waiting, second_person
from .divisions import Division
from .roles import Role


class GrantQuerySet(models.QuerySet[Any]):
    """Reads of grants."""

    def adjusting(self) -> Self:
        """Approved grants that add or take away a right, whatever their days."""
        return self.filter(state=Change.State.APPROVED).exclude(effect=Grant.Effect.LIFT)

    def on(self, day: date) -> Self:
        """Those of them that hold on a day."""
        return self.adjusting().filter(valid__contains=day)


class Grant(Change):
    """A right that is allowed to, or withdrawn from, a role, a division, one member of staff, or where several are
    named all of them together; from day to day, for some purposes only where these are named.

    ``LIFT`` asks that a withdrawal (``lifts``) ends on the first day of its period.
    """

    class Effect(models.TextChoices):
        ALLOW = "allow", "許可"
        WITHDRAW = "withdraw", "停止"
        LIFT = "lift", "停止の解除"

    role = models.ForeignKey(Role, verbose_name="役割", on_delete=models.PROTECT, null=True, blank=True)
    division = models.ForeignKey(Division, verbose_name="部署", on_delete=models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, null=True, blank=True
    )
    right = models.CharField("権限", max_length=60)
    effect = models.CharField("内容", max_length=10, choices=Effect)
    purposes = ArrayField(models.CharField(max_length=40), verbose_name="利用目的", default=list, blank=True)
    valid = DateRangeField("期間")
    lifts = models.ForeignKey(
        "self", verbose_name="解除する停止", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "権限の調整"
        verbose_name_plural = "権限の調整"
        ordering = ["-id"]
        indexes = [models.Index(fields=["-asked_at"], name="grant_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.CheckConstraint(name="grant_period", condition=Q(valid__isempty=False) & Q(valid__lower_inf=False)),
            models.CheckConstraint(
                name="grant_has_target",
                condition=Q(role__isnull=False) | Q(division__isnull=False) | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_lifts_iff_lift",
                condition=Q(effect="lift", lifts__isnull=False) | ~Q(effect="lift") & Q(lifts__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_widens_unless_withdraw",
                condition=Q(effect="withdraw", widens=False) | ~Q(effect="withdraw") & Q(widens=True),
            ),
            second_person("grant_second_person"),
            decided_iff_not_waiting("grant_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.target}：{self.right}（{self.get_effect_display()}）"

    @property
    def target(self) -> str:
        """Whom it is about, in words."""
        named = [self.division and self.division.name, self.role and self.role.name, self.user and self.user.name]
        return "　".join(str(name) for name in named if name)
