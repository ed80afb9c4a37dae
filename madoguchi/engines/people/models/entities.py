"""What stays the same through every change: a person and a household are only numbers."""

from django.db import models


class PersonKind(models.TextChoices):
    """What kind of person a number stands for."""

    RESIDENT = "resident", "住民"
    OUTSIDER = "outsider", "住登外者"
    CORPORATION = "corporation", "法人"


class Person(models.Model):
    """A person known to the town, with the 宛名番号 that never changes and is never used again."""

    number = models.BigIntegerField("宛名番号", unique=True)
    kind = models.CharField("区分", max_length=12, choices=PersonKind, default=PersonKind.RESIDENT)

    class Meta:
        verbose_name = "人"
        verbose_name_plural = "人"


class Household(models.Model):
    """A household. ``revision`` counts its acts: a form carries the one that it was filled from."""

    number = models.BigIntegerField("世帯番号", unique=True)
    revision = models.PositiveIntegerField("版", default=0)

    class Meta:
        verbose_name = "世帯"
        verbose_name_plural = "世帯"
