"""情報化推進計画."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.uploads import Attachment
from madoguchi.systems.plan.progress.actions import load, publish
from madoguchi.systems.plan.progress.figures.actions import type_value
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.loading.measures import columns
from madoguchi.systems.plan.progress.models import Measure, Plan, TypedValue

from ..people import maker

YEAR = 2024
BODIES = {"plan:report_status": {"revision": "0", "stage": "carried"}}


def plan_of(code: str, measure: str, owner: str) -> Plan:
    """A published plan with one measure; the same one each time."""
    card = Card(code=code, name="矢印の計画", first=YEAR, last=YEAR)
    goal, section, _ = measure.split("-")
    line = f"{measure},{goal},{section},矢印の施策,新規,{owner},実施,件数,件,5,"
    content = "\n".join([",".join(columns(card)), line])
    plan = load(maker("administrator", "情報推進課"), card=card, measures=content.encode()).plan
    if plan.state == Plan.State.DRAFT:
        plan = publish(maker("administrator", "情報推進課"), plan_id=plan.pk, revision=plan.revision)
    return plan


def value_of(plan: Plan) -> TypedValue:
    """A typed value of the plan's indicator; the same one each time."""
    measure = Measure.objects.get(section__goal__plan=plan)
    file = Attachment("根拠.csv", "text/csv", b"5\n")
    return TypedValue.objects.filter(measure=measure).first() or type_value(
        maker("administrator", "情報推進課"), measure_id=measure.pk, indicator=measure.code, year=YEAR,
        value=Decimal(5), origin="台帳", as_of=date(YEAR + 1, 3, 31), evidence=file,
    )  # fmt: skip


def objects(town: Town) -> dict[str, Any]:
    """A plan of this town with a measure of 窓口サービス課, and a value that was typed in."""
    plan = plan_of(f"m{town.lg_code}", "1-1-1", "窓口サービス課")
    return {
        "plan": plan.code, "code": "1-1-1", "year": YEAR, "indicator": "1-1-1", "value": value_of(plan).pk,
    }  # fmt: skip


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """A measure of another plan."""
    plan_of("other", "9-9-9", "窓口サービス課")
    other = value_of(Plan.objects.get(code="other"))
    plan = f"m{town.lg_code}"
    values = {"plan": plan, "code": "9-9-9", "year": YEAR}
    return {
        "plan:report_status": values,
        "plan:typed": {**values, "indicator": "9-9-9"},
        "plan:evidence": {"plan": plan, "value": other.pk},
    }
