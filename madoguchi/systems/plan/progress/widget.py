"""「情報化推進計画」 on the residents' home."""

from __future__ import annotations

from .models import Measure
from .queries.plans import plans


def current(town: str) -> dict[str, object] | None:
    """The latest public plan with the number of its measures; None before the first one."""
    plan = plans(public=True).first()
    if plan is None:
        return None
    return {"plan": plan, "count": Measure.objects.filter(section__goal__plan=plan).count()}
