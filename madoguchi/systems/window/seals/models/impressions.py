"""Pictures of seals: those just read, and those that stand for a registration."""

import uuid

from django.db import models
from django.db.models import Q


class Scan(models.Model):
    """A picture that a clerk has just read, cleaned; kept until it is used, for a day at most.

    ``pixels_per_mm`` is empty while the size is not known.
    """

    token = models.UUIDField("控え", unique=True, default=uuid.uuid4)
    source_sealed = models.BinaryField("画像の中の朱肉（暗号化）")
    sealed = models.BinaryField("印影（暗号化）")
    width = models.PositiveIntegerField("横の画素")
    height = models.PositiveIntegerField("縦の画素")
    pixels_per_mm = models.FloatField("1ミリメートルの画素", null=True)
    scale_source = models.CharField("大きさの出どころ", max_length=4, blank=True)
    turned_by = models.FloatField("回した角度", default=0)
    rim = models.FloatField("外枠のつながり", default=0)
    coverage = models.FloatField("朱肉の割合", default=0)
    user_id = models.BigIntegerField("読み取った職員", null=True)
    created_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "読み取った印影"
        verbose_name_plural = "読み取った印影"
        constraints = [
            models.CheckConstraint(
                name="scan_scale",
                condition=Q(pixels_per_mm__isnull=True) | Q(pixels_per_mm__gt=0, pixels_per_mm__lt=200),
            )
        ]

    @property
    def width_mm(self) -> float | None:
        """Across, where the size is known."""
        return self.width / self.pixels_per_mm if self.pixels_per_mm else None

    @property
    def height_mm(self) -> float | None:
        """Down, where the size is known."""
        return self.height / self.pixels_per_mm if self.pixels_per_mm else None


class Impression(models.Model):
    """印影: a clean PNG at 600 dpi, known by the SHA-256 of its bytes. Never changed, only sealed anew."""

    updatable = ("sealed",)

    sha256 = models.CharField("ハッシュ", max_length=64, unique=True)
    sealed = models.BinaryField("印影（暗号化）")
    width_mm = models.DecimalField("横", max_digits=4, decimal_places=1)
    height_mm = models.DecimalField("縦", max_digits=4, decimal_places=1)
    created_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "印影"
        verbose_name_plural = "印影"
        constraints = [models.CheckConstraint(name="impression_size", condition=Q(width_mm__gt=0, height_mm__gt=0))]
