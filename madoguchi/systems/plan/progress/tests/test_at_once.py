"""Several clerks at the same moment: one is heard, the others are told who was first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.plan.progress.actions import load, report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Loading, Measure, Plan, Reported
from madoguchi.systems.plan.progress.rules import CARRIED, DONE, OPERATING

from .conftest import CARD, MANAGER, small

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db(transaction=True)


def together(town: Town, *functions: Callable[[], Any]) -> list[Any]:
    """Runs functions at the same moment, each in a thread and connection of its own; gives results or refusals."""
    barrier = threading.Barrier(len(functions))

    def one(function: Callable[[], Any]) -> Any:
        try:
            with in_town(town):
                barrier.wait(30)
                return function()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(one, functions, timeout=120))


def test_of_three_reports_at_once_one_stands(town: Town) -> None:
    measure = Measure.objects.get(section__goal__plan__code="h24_h25", code="2-1-2")
    entries = Entry.objects.filter(action="plan.report").count()
    answers = together(
        town,
        *(
            lambda stage=stage: report(MANAGER, measure_id=measure.pk, year=2012, stage=stage)
            for stage in (CARRIED, DONE, OPERATING)
        ),
    )
    refusals = [each for each in answers if isinstance(each, Refused)]
    assert len(refusals) == 2
    assert all("管理　一が" in str(each) for each in refusals)
    assert Reported.objects.filter(measure=measure).count() == 1
    assert Entry.objects.filter(action="plan.report").count() == entries + 1


def test_a_plan_loaded_twice_at_once_is_one_plan(town: Town) -> None:
    answers = together(town, *(lambda: load(MANAGER, card=CARD, measures=small()) for _ in range(2)))
    assert Plan.objects.filter(code="small").count() == 1
    assert Loading.objects.filter(plan__code="small").count() == 1
    assert Measure.objects.filter(section__goal__plan__code="small").count() == 3
    assert any(not isinstance(each, Refused) for each in answers)
