"""The list of towns (schema ``public``): nothing here is a resident's."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Town(TenantMixin):
    """One municipality and its schema.

    ``profile`` is what differs from town to town and is shown to people: address, telephone, opening hours, mayor.
    It is read from ``towns/<schema>/town.yaml`` when the town is created. ``opened_at`` is empty while the schema is
    being made: a town whose making was cut short serves nobody. ``demo`` holds the codes of the systems whose
    invented data are in it; empty for a real town.
    """

    lg_code: "models.CharField[str, str]" = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    name: "models.CharField[str, str]" = models.CharField("名称", max_length=40)
    prefecture: "models.CharField[str, str]" = models.CharField("都道府県", max_length=4)
    is_default: "models.BooleanField[bool, bool]" = models.BooleanField("名前のないあて先で開く団体", default=False)
    profile: "models.JSONField[Any, Any]" = models.JSONField("団体の情報", default=dict)
    created_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField("作成日時", auto_now_add=True)
    opened_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField("開設日時", null=True)

    demo: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), verbose_name="架空のデータが入っているシステム", default=list
    )

    auto_create_schema = False

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        constraints = [
            models.UniqueConstraint("is_default", condition=models.Q(is_default=True), name="one_default_town")
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name under which a town's doors are open."""

    class Meta:
        verbose_name = "ホスト名"
        verbose_name_plural = "ホスト名"
