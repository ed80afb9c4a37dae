"""The report of 平成22・23年度 comes out as chapter 3, section 2 of the plan prints it."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from madoguchi.config.cli import main
from madoguchi.engines.paperwork.api import text_of
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.plan.progress.commands import report_plan
from madoguchi.systems.plan.progress.loading.checking import check
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.queries.plans import plan_named, plan_year, plans
from madoguchi.systems.plan.progress.reports import data_of, report_of
from madoguchi.systems.plan.progress.rules import Stage

if TYPE_CHECKING:
    from django.test import Client

    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db

PRINTED = {
    "実施": {"完了": 10, "実施": 9, "一部実施": 1, "調査・検討": 3, "見直し": 0},
    "一部実施": {"完了": 2, "実施": 0, "一部実施": 5, "調査・検討": 1, "見直し": 2},
    "調査・検討": {"完了": 2, "実施": 0, "一部実施": 0, "調査・検討": 7, "見直し": 0},
}
REASONS = {
    "1-2-4": "市民活動情報サイトの活用について調整",
    "1-4-1": "システム利用を終了し、ホームページ機能で運用（予約）",
    "2-1-4": "事務改善により対応（完了）",
    "2-1-5": "国の事業が終了（完了）",
    "2-3-2": "個別業務システム全体の最適化の中で検討",
    "2-3-3": "財政状況により未実施",
    "2-3-6": "財政状況により未実施",
    "3-1-3": "教育情報ネットワーク全体の最適化の中で検討",
    "3-2-2": "ホームページの運用方針整備中",
}


def test_every_cell_is_as_printed() -> None:
    data = data_of(report_of(plan_named("h22_h23"), 2011))
    assert data["total"] == 42
    assert data["planned"] == {"実施": 23, "一部実施": 10, "調査・検討": 9}
    assert data["result"] == {"完了": 14, "実施": 9, "一部実施": 6, "調査・検討": 11, "見直し": 2}
    assert data["cross"] == PRINTED
    assert {each["code"]: each["reason"] for each in data["departed"]} == REASONS


def test_the_town_has_the_very_facts_of_the_source(shared: Path) -> None:
    """Each measure, stage, target and reason of the city's files is in the plans of a new town."""
    for code, name, first, last in (
        ("h22_h23", "plan_h22_h23_results.csv", 2010, 2011),
        ("h24_h25", "plan_h24_h25.csv", 2012, 2013),
    ):
        plan = plan_named(code)
        card = Card(code=code, name=plan.name, first=first, last=last)
        content, faults = check(card, (shared / "town" / name).read_bytes())
        assert faults == []
        rows = plan_year(plan, last).rows
        assert [(row.measure.code, row.measure.name) for row in rows] == [
            (each.code, each.name) for each in content.measures
        ]
        assert [row.planned.value for row in rows] == [each.planned[last] for each in content.measures]
        assert [[each.name for each in row.owners] for row in rows] == [list(each.owners) for each in content.measures]
        assert [row.measure.kind for row in rows] == [each.kind for each in content.measures]


def test_the_plan_that_runs_has_forty_measures_and_its_indicators() -> None:
    plan = plan_named("h24_h25")
    rows = plan_year(plan, 2013).rows
    assert len(rows) == 40
    found = {row.measure.code: row for row in rows}
    assert [each.code for each in found["1-1-1"].indicators] == ["1-1-1", "1-1-1b"]
    assert [each.name for each in found["4-2-2"].indicators] == ["情報セキュリティ研修", "フォローアップ研修"]
    (accidents,) = found["4-2-3"].indicators
    assert accidents.at_most
    (steps,) = found["4-2-1"].indicators
    assert [(each.fiscal_year, each.value, each.words) for each in steps.targets.all()] == [
        (2012, None, "方針決定"),
        (2013, 5, ""),
    ]
    counts = {stage: sum(row.planned is stage for row in rows) for stage in Stage}
    assert [counts[stage] for stage in list(Stage)[:4]] == [7, 4, 17, 12]
    assert all(row.measure.description and row.measure.section.goal.name for row in rows)
    assert {owner.name for row in rows for owner in row.owners if not owner.division_code} == {"図書館", "消防署"}


def test_a_second_town_has_its_own(other_town: Town) -> None:
    with in_town(other_town):
        (plan,) = plans()
        assert plan.code == "r8_r9"
        assert len(plan_year(plan, 2026).rows) == 5


def test_the_report_reads_the_same_everywhere(administrator_client: Client, visitor: Client) -> None:
    page = administrator_client.get("/desk/plan/h22_h23/report/").content.decode()
    public = visitor.get("/plan/h22_h23/report/").content.decode()
    for reason in REASONS.values():
        assert reason in page and reason in public
    content = administrator_client.get("/desk/plan/h22_h23/report.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0] == ["計画", "完了", "実施", "一部実施", "調査・検討", "見直し", "計"]
    assert rows[1:5] == [
        ["実施", "10", "9", "1", "3", "0", "23"],
        ["一部実施", "2", "0", "5", "1", "2", "10"],
        ["調査・検討", "2", "0", "0", "7", "0", "9"],
        ["計", "14", "9", "6", "11", "2", "42"],
    ]
    assert {row[0]: row[5] for row in rows[7:] if row[4] == "変更"} == REASONS


def test_the_paper_says_it_and_is_the_same_twice(administrator_client: Client) -> None:
    pdf = administrator_client.get("/desk/plan/h22_h23/report.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    text = text_of(pdf.content).replace("\n", "").replace(" ", "")
    for words in ("取り組み状況報告書", "四街道市長", "全42施策のうち、完了14、実施9、一部実施6", *REASONS.values()):
        assert words.replace(" ", "") in text
    assert administrator_client.get("/desk/plan/h22_h23/report.pdf").content == pdf.content


def test_the_operator_has_it_as_json() -> None:
    """Without a plan it is the latest of which something is reported."""
    asked = Namespace(plan="", year="", pdf=None)
    result = report_plan(asked)
    assert result.data["cross"] == PRINTED
    assert json.loads(json.dumps(result.data))["plan"]["code"] == "h22_h23"
    assert "変更 3-2-2" in result.text


def test_a_plan_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "report", "--plan", "nothing", "--json"]) == 1
    assert "計画「nothing」はありません" in capsys.readouterr().out
