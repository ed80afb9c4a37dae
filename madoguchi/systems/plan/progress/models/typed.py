"""Values of indicators that nothing measures yet: typed in by staff, each with its evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .plans import Measure


class TypedValue(models.Model):
    """手入力の値 of a plan's indicator in a fiscal year. The highest revision counts; rows are added, never changed.

    ``indicator`` is the indicator's code in the plan: indicators are written anew when a plan is loaded again, values
    stay. A correction names the value that it ``replaces``, of the same indicator and year (a key over all of them,
    in the migration), and why. The evidence is a file, kept sealed under its hash: no value is without one.
    """

    append_only = True

    measure = models.ForeignKey(Measure, verbose_name="施策", on_delete=models.PROTECT, related_name="typed")
    indicator = models.SlugField("指標の番号", max_length=12, db_index=False)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    revision = models.PositiveSmallIntegerField("回")
    replaces = models.OneToOneField(
        "self", verbose_name="訂正した値", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    replaced_revision = models.PositiveSmallIntegerField("訂正した回", null=True)
    value = models.DecimalField("値", max_digits=14, decimal_places=2)
    origin = models.CharField("出典", max_length=300)
    as_of = models.DateField("いつ現在の値か")
    reason = models.CharField("訂正の理由", max_length=300, blank=True)
    evidence_name = models.CharField("根拠のファイル名", max_length=120)
    evidence_type = models.CharField("根拠の形式", max_length=100)
    evidence_size = models.PositiveIntegerField("根拠の大きさ")
    evidence_sha256 = models.CharField("根拠の指紋", max_length=64)
    writer = models.CharField("記入した人", max_length=120)
    writer_id = models.BigIntegerField("記入した職員", null=True)
    written_at = models.DateTimeField("記入した日時", db_default=Now())

    class Meta:
        verbose_name = "手入力の値"
        verbose_name_plural = "手入力の値"
        ordering = ["fiscal_year", "indicator", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator", "fiscal_year", "revision"], name="typed_revision_once"
            ),
            models.UniqueConstraint(
                fields=["id", "measure", "indicator", "fiscal_year", "revision"], name="typed_as_replaced"
            ),
            models.CheckConstraint(
                name="typed_with_evidence",
                condition=Q(evidence_sha256__regex="^[0-9a-f]{64}$", evidence_size__gt=0) & ~Q(evidence_name=""),
            ),
            models.CheckConstraint(name="typed_with_origin", condition=~Q(origin="")),
            models.CheckConstraint(name="typed_not_below_zero", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="typed_correction_names_the_value_before",
                condition=Q(revision=1, replaces__isnull=True, replaced_revision__isnull=True, reason="")
                | Q(revision=F("replaced_revision") + 1, replaced_revision__isnull=False, replaces__isnull=False)
                & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.fiscal_year} {self.value}"
