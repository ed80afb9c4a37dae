"""Roles and purposes: the town's data, named by codes that never change."""

from django.db import models


class Named(models.Model):
    """A code with its Japanese name, in the order in which lists show it."""

    code = models.SlugField("コード", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    description = models.CharField("説明", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Role(Named):
    """A role that appointments bring. What it may do in a system, the system's manifest says."""

    class Meta:
        verbose_name = "役割"
        verbose_name_plural = "役割"
        ordering = ["order", "code"]


class Purpose(Named):
    """Why people's data are looked at: chosen by the member of staff, written into the audit with every look."""

    class Meta:
        verbose_name = "利用目的"
        verbose_name_plural = "利用目的"
        ordering = ["order", "code"]
