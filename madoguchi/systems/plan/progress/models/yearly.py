"""年次報告: what was published of a surveyed year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from madoguchi.engines.approvals.api import Draft

from .survey import Survey


class YearlyReport(models.Model):
    """A report as it was decided and published: ``document`` is the whole of it, and nothing of it changes any more."""

    append_only = True

    survey = models.OneToOneField(Survey, verbose_name="年度調査", on_delete=models.PROTECT, related_name="published")
    draft = models.ForeignKey(Draft, verbose_name="起案", on_delete=models.PROTECT, related_name="+")
    document = models.JSONField("内容")
    digest = models.CharField("指紋", max_length=64)
    published_at = models.DateTimeField("公表の日時", db_default=Now())

    class Meta:
        verbose_name = "年次報告"
        verbose_name_plural = "年次報告"
        constraints = [
            models.CheckConstraint(name="yearly_report_hash", condition=Q(digest__regex="^[0-9a-f]{64}$")),
        ]
