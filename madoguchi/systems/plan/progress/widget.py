"""「情報化推進計画」 on the residents' home."""

from __future__ import annotations

from .queries.plans import chosen_year, plan_year, plans


def current(town: str) -> dict[str, object] | None:
    """The latest public plan with the number of its measures; None before the first one."""
    plan = plans(public=True).first()
    if plan is None:
        return None
    rows = plan_year(plan, chosen_year(plan)).rows
    return {"plan": plan, "count": len(rows)}
