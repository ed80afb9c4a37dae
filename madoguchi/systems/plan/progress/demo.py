"""Invented reports for the invented town; a real city's are not invented."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access.models import User
from madoguchi.foundation.calendar import fiscal_year
from madoguchi.foundation.towns.models import Town

from .actions import report
from .models import Measure, Plan
from .rules import CARRIED, PARTIAL, STUDY, Stage, reportable

SAID: dict[str, tuple[tuple[str, str, Stage, str, str], ...]] = {
    "hinata": (
        ("r8_r9", "1-1-1", PARTIAL, "", "転出届と児童手当の申請を、家から出せるようにした。"),
        ("r8_r9", "1-2-1", STUDY, "送信のしくみの契約が次の年度になったため", ""),
        ("r8_r9", "2-1-2", CARRIED, "", "全員が一度受講した。"),
    ),
}
"""Town → plan, measure, stage, reason, what was done."""
WRITER = "admin"


def fill(town: Town, scale: int) -> None:
    """Reports some measures of the invented town for this fiscal year."""
    writer = User.objects.filter(username=WRITER).first()
    now = fiscal_year(timezone.localdate())
    for plan_code, code, stage, reason, note in SAID.get(town.schema_name, ()) if writer else ():
        plan = Plan.objects.get(code=plan_code)
        years = reportable(plan.first_year, plan.last_year, now, plan.by_year)
        measure = Measure.objects.get(section__goal__plan=plan, code=code)
        if years and writer:
            report(writer.as_actor(), measure_id=measure.pk, year=years[0], stage=stage, reason=reason, note=note)
