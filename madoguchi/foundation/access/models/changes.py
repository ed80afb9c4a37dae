"""What appointments and grants have in common: asked for by one person, decided by another where rights widen."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q


class Change(models.Model):
    """A change of rights with its reason, who asked and who decided.

    ``widens`` says that someone may come to hold a right by it: then a second person must approve. Others are approved
    as they are asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "却下"
        WITHDRAWN = "withdrawn", "取下げ"
        CANCELLED = "cancelled", "取消し"

    reason = models.CharField("理由", max_length=300)
    widens = models.BooleanField("権限が広がる")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    asked_by = models.BigIntegerField("申請した職員", null=True)
    asker = models.CharField("申請者", max_length=120)
    asked_at = models.DateTimeField("申請日時", auto_now_add=True)
    decided_by = models.BigIntegerField("決定した職員", null=True)
    decider = models.CharField("決定した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.CharField("意見", max_length=300, blank=True)
    end_reason = models.CharField("終了の理由", max_length=300, blank=True)
    ender = models.CharField("終了した人", max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """A name for this row among all changes, e.g. ``grant-7``."""
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def last_day(self) -> date | None:
        """The last day of the period; None where it goes on."""
        end: date | None = self.valid.upper  # type: ignore[attr-defined]
        return end - timedelta(days=1) if end else None


def second_person(name: str) -> models.CheckConstraint:
    """Constraint: who asked for wider rights has not approved them."""
    lonely = Q(widens=True, state__in=["approved", "cancelled"], decided_by=F("asked_by"))
    return models.CheckConstraint(name=name, condition=~lonely)


def decided_iff_not_waiting(name: str) -> models.CheckConstraint:
    """Constraint: a change is either waiting or was decided at some time."""
    return models.CheckConstraint(
        name=name,
        condition=Q(state="waiting", decided_at__isnull=True) | ~Q(state="waiting") & Q(decided_at__isnull=False),
    )
