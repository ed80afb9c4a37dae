"""Figures as if they had been counted, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from madoguchi.engines.indicators.actions.months import keep_months
from madoguchi.engines.indicators.models import Counting, DayValue
from madoguchi.foundation.registry.indicators import indicators


def counted(
    code: str, amounts: Mapping[date, int], since: date, until: date, *, part: str = "", base: int | None = None
) -> None:
    """An indicator as counted from ``since`` before ``until``: these days' amounts of a part, in place of what they
    were; other days and parts stay as they are, days of nought have no row."""
    values = {"since": since, "until": until, "counted_at": timezone.now()}
    Counting.objects.get_or_create(indicator=code, defaults=values)
    for day, amount in amounts.items():
        own = {"indicator": code, "day": day, "part": part}
        if amount:
            DayValue.objects.update_or_create(**own, defaults={"amount": amount, "base": base})
        else:
            DayValue.objects.filter(**own).delete()
    keep_months(indicators()[code], min(since, *amounts), until)
