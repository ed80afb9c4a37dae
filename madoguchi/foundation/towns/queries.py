"""Reads of the list of towns."""

from django.db.models import QuerySet

from .errors import TownError
from .models import Town


def list_towns() -> QuerySet[Town]:
    """All towns, also those not opened yet, in the order of their codes; ``domains`` prefetched."""
    return Town.objects.prefetch_related("domains").order_by("lg_code")


def open_towns() -> QuerySet[Town]:
    """Towns that serve people."""
    return Town.objects.exclude(opened_at=None).order_by("lg_code")


def town_named(schema: str) -> Town:
    """The town of a schema. Raises TownError where there is none."""
    try:
        return Town.objects.get(schema_name=schema)
    except Town.DoesNotExist:
        known = "、".join(Town.objects.order_by("lg_code").values_list("schema_name", flat=True)) or "なし"
        raise TownError(f"団体「{schema}」はありません。いまある団体: {known}") from None
