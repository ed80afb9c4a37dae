"""Several clerks at the same moment: one is heard, the others are told who was first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from madoguchi.engines.approvals.api import Draft
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.plan.progress.actions import load, report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Loading, Measure, Plan, Reported, Sheet
from madoguchi.systems.plan.progress.rules import CARRIED, DONE, OPERATING
from madoguchi.systems.plan.progress.survey.answering import hand_in
from madoguchi.systems.plan.progress.yearly.actions import put_report
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of

from .conftest import CARD, MANAGER, small
from .cycle import DONE as ANSWER
from .cycle import approved, asked, head_of, sheet_of

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = replace(ANSWER, reason="計画より進んだ")


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


def test_of_three_answers_handed_in_at_once_one_goes_to_the_head(town: Town) -> None:
    """The two others are told who was first; there is one draft, and the sheet is that of it."""
    plan = Plan.objects.get(code="h24_h25")
    sheet = sheet_of(asked(plan, 2013), "2-1-2")
    division = sheet.division if sheet.division_code else "情報推進課"
    head_of(division)
    clerks = [make_user(f"at-once-{n}", f"同時　{n}", division, ["administrator"]).as_actor() for n in "一二三"]
    answers = together(
        town, *(lambda clerk=clerk: hand_in(clerk, sheet_id=sheet.pk, revision=0, answer=WHOLE) for clerk in clerks)
    )
    refusals = [each for each in answers if isinstance(each, Refused)]
    assert len(refusals) == 2
    assert all("課長の承認待ち" in str(each) and "同時" in str(each) for each in refusals)
    draft = Draft.objects.get(kind="plan.answer")
    assert Sheet.objects.get(pk=sheet.pk).draft_id == draft.pk


def test_a_report_put_by_two_at_once_is_decided_once(town: Town) -> None:
    survey = asked(Plan.objects.get(code="h24_h25"), 2013)
    approved(survey, "1-1-2", "社会教育課", WHOLE)
    head_of("情報推進課")
    offices = [make_user(f"office-{n}", f"推進　{n}", "情報推進課", ["administrator"]).as_actor() for n in "一二"]
    digest = digest_of(document_of(survey))
    answers = together(
        town, *(lambda office=office: put_report(office, survey_id=survey.pk, digest=digest) for office in offices)
    )
    assert sum(isinstance(each, Refused) for each in answers) == 1
    assert Draft.objects.filter(kind="plan.yearly").count() == 1
