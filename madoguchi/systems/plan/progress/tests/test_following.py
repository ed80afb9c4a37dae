"""The next plan drafted from this one: what goes on, what ends, and that it loads as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from madoguchi.systems.plan.progress.actions import report
from madoguchi.systems.plan.progress.following.drafting import followed, measure_rows, word_rows
from madoguchi.systems.plan.progress.following.views import plain_csv
from madoguchi.systems.plan.progress.loading.checking import check
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.models import Goal, Measure, Plan, Verdict
from madoguchi.systems.plan.progress.queries.plans import plan_year
from madoguchi.systems.plan.progress.rules import DONE as COMPLETED

from .conftest import MANAGER
from .cycle import approved, asked, body_with_office, judge, met

if TYPE_CHECKING:
    from django.test import Client

NEXT = Card(code="following", name="次の計画", first=2026, last=2027)
FORM = {"code": "following", "name": "次の計画", "first": "2026", "last": "2027"}


@pytest.fixture
def judged(plan: Plan) -> Plan:
    """One measure is to be revised, one is abolished, one was said nothing of."""
    survey, meeting = asked(plan), met(MANAGER, body_with_office())
    judge(meeting, approved(survey, "1-1-1", "社会教育課"), Verdict.REVISE, "窓口の予約も\n数える")
    judge(meeting, approved(survey, "1-1-2", "秘書広報課"), Verdict.ABOLISH, "役目を終えた")
    return plan


def test_what_goes_on_and_what_ends(judged: Plan) -> None:
    found = {each.measure.code: each for each in followed(judged)}
    assert [code for code, each in found.items() if each.ends] == ["1-1-2"]
    assert found["1-1-1"].stage.label == "実施" and found["1-1-1"].changes
    assert found["2-1-1"].stage.label == "実施" and not found["2-1-1"].changes


def test_a_measure_that_is_done_goes_on_in_operation(plan: Plan) -> None:
    books = Measure.objects.get(section__goal__plan=plan, code="1-1-1")
    report(MANAGER, measure_id=books.pk, year=2025, stage=COMPLETED)
    assert followed(plan)[0].stage.label == "運用"


@pytest.mark.parametrize("code", ["h24_h25", "h22_h23"])
def test_the_plans_of_the_town_make_a_draft_without_faults(town: object, code: str) -> None:
    """All that the loading finds wrong is what the old plan itself never said: whose measure it is."""
    found = followed(Plan.objects.get(code=code))
    rows, words = plain_csv(measure_rows(found, NEXT)), plain_csv(word_rows(found))
    content, faults = check(NEXT, rows, words)
    assert {fault.column for fault in faults} <= ({"departments"} if code == "h22_h23" else set())
    if code == "h24_h25":
        assert [each.code for each in content.measures] == [each.measure.code for each in found]
        targets = {each.code: each.figures for one in content.measures for each in one.indicators}
        assert targets["2-1-2"] == {2026: "40000", 2027: "40000"}


def test_the_draft_is_a_plan_in_preparation_that_nobody_else_sees(
    judged: Plan, administrator_client: Client, visitor: Client
) -> None:
    page = administrator_client.get("/desk/plan/small/next/").content.decode()
    assert "続く施策 2（うち見直し・拡充 1）、終わる施策 1" in page and "窓口の予約も" in page
    page = administrator_client.post("/desk/plan/small/next/", FORM, follow=True).content.decode()
    assert "素案を作りました" in page and "準備中" in page
    assert visitor.get("/plan/following/").status_code == 404
    made = Plan.objects.get(code="following")
    rows = {row.measure.code: row for row in plan_year(made, 2027).rows}
    assert list(rows) == ["1-1-1", "2-1-1"]
    assert rows["1-1-1"].measure.note == "【見直し】令和6年度の評価：窓口の予約も 数える"
    assert [each.targets.get(fiscal_year=2027).value for each in rows["1-1-1"].indicators] == [40000]
    assert rows["2-1-1"].indicators[0].at_most
    assert Goal.objects.get(plan=made, number=1).names == {"en": "A good town"}


def test_a_draft_never_writes_over_a_plan(judged: Plan, administrator_client: Client) -> None:
    refused = administrator_client.post("/desk/plan/small/next/", {**FORM, "code": "small"})
    assert refused.status_code == 422 and "もうあります" in refused.content.decode()
    assert Plan.objects.get(code="small").name == "小さな計画"


def test_the_files_are_there_to_be_worked_on(judged: Plan, administrator_client: Client, clerk_client: Client) -> None:
    text = administrator_client.get("/desk/plan/small/next/measures.csv").content.decode("utf-8-sig")
    assert text.startswith("code,goal,section,name,kind,departments,status_fy2026,status_fy2027")
    assert "1-1-2" not in text
    assert "よい町" in administrator_client.get("/desk/plan/small/next/words.csv").content.decode("utf-8-sig")
    assert clerk_client.get("/desk/plan/small/next/").status_code == 403
