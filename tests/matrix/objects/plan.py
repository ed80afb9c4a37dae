"""情報化推進計画."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.towns.models import Town
from madoguchi.systems.plan.progress.actions import load, publish
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.loading.measures import columns
from madoguchi.systems.plan.progress.models import Plan

from ..people import maker

YEAR = 2024
BODIES = {"plan:report_status": {"revision": "0", "stage": "carried"}}


def plan_of(code: str, measure: str, owner: str) -> Plan:
    """A published plan with one measure; the same one each time."""
    card = Card(code=code, name="矢印の計画", first=YEAR, last=YEAR)
    goal, section, _ = measure.split("-")
    line = f"{measure},{goal},{section},矢印の施策,新規,{owner},実施,,,,"
    content = "\n".join([",".join(columns(card)), line])
    plan = load(maker("administrator", "情報推進課"), card=card, measures=content.encode()).plan
    if plan.state == Plan.State.DRAFT:
        plan = publish(maker("administrator", "情報推進課"), plan_id=plan.pk, revision=plan.revision)
    return plan


def objects(town: Town) -> dict[str, Any]:
    """A plan of this town with a measure of 窓口サービス課."""
    return {"plan": plan_of(f"m{town.lg_code}", "1-1-1", "窓口サービス課").code, "code": "1-1-1", "year": YEAR}


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """A measure of another plan."""
    plan_of("other", "9-9-9", "窓口サービス課")
    values = {"plan": f"m{town.lg_code}", "code": "9-9-9", "year": YEAR}
    return {"plan:report_status": values}
