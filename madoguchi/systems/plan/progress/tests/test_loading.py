"""Files of plans: good ones once, bad ones never, every fault where it is."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.systems.plan.progress.actions import load, report
from madoguchi.systems.plan.progress.commands import load_plan
from madoguchi.systems.plan.progress.errors import Faulty, Refused
from madoguchi.systems.plan.progress.loading.checking import check
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.models import Goal, Loading, Measure, Owner, Plan, Reported, Target
from madoguchi.systems.plan.progress.queries.plans import plan_year
from madoguchi.systems.plan.progress.rules import CARRIED, PARTIAL

from .conftest import CARD, HEADING, LINES, MANAGER, WORDS, small

RESULTS = "code,name,planned,result,reason\n"
OVER = Card(code="over", name="終わった計画", first=2020, last=2021)


def faults_of(content: bytes, words: bytes | None = None, card: Card = CARD) -> list[tuple[int, str]]:
    """Line and column of every fault."""
    return [(fault.line, fault.column) for fault in check(card, content, words)[1]]


def test_a_good_file_has_no_fault() -> None:
    content, faults = check(CARD, small(), WORDS.encode())
    assert faults == []
    assert [each.code for each in content.measures] == ["1-1-1", "1-1-2", "2-1-1"]
    assert [each.code for each in content.measures[1].indicators] == ["1-1-2", "1-1-2b"]
    assert content.words_of("1").names == {"en": "A good town"}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1-1,1,1,図書,新規,社会教育課,実施,運用,,,,,", "code"),
        ("1-1-1,1,1,図書,新規,社会教育課,実施,運用,,,,,", "code"),
        ("9-1-1b,9,1,図書,新規,社会教育課,実施,運用,予約,件,1,,", "code"),
        ("3-1-1,2,1,図書,新規,社会教育課,実施,運用,,,,,", "goal"),
        ("3-1-1,3,2,図書,新規,社会教育課,実施,運用,,,,,", "section"),
        ("3-1-1,3,1,,新規,社会教育課,実施,運用,,,,,", "name"),
        ("3-1-1,3,1,図書,新,社会教育課,実施,運用,,,,,", "kind"),
        ("3-1-1,3,1,図書,新規,;,実施,運用,,,,,", "departments"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施中,運用,,,,,", "status_fy2024"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,完了,,,,,", "status_fy2025"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,,,,,,", "status_fy2025"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,運用,予約,件,二万,,", "target_fy2024"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,運用,予約,件,,4万,", "target_fy2025"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,運用,,件,1,,", "indicator"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,運用,予約,件,,,", "indicator"),
        ("1-1-1b,1,1,図書,新規,社会教育課,実施,運用,,,,,", "indicator"),
        ("1-1-1b,1,1,図書,新規,社会教育課,実施,実施,予約,件,1,,", "code"),
        ("3-1-1,3,1," + "図" * 101 + ",新規,社会教育課,実施,運用,,,,,", "name"),
        ("3-1-1,3,1,図書,新規,社会教育課,実施,運用,,,,", ""),
    ],
)
def test_each_fault_has_its_line_and_column(line: str, column: str) -> None:
    """A line with one fault stands after four good ones and the heading."""
    assert faults_of(small(*LINES, line)) == [(6, column)]


def test_all_faults_are_told_together() -> None:
    bad = ("x,1,1,図書,新規,社会教育課,実施,運用,,,,,", "2-1-2,2,1,,旧,情報推進課,中止,実施,,,,,")
    assert faults_of(small(*LINES, *bad)) == [(6, "code"), (7, "name"), (7, "kind"), (7, "status_fy2024")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(0, "")]),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), [(0, "")]),
        (HEADING.encode(), [(0, "")]),
        (small().replace(b"kind", b"sort"), [(1, "sort"), (1, "kind")]),
        (small().replace(b"target_fy2025", b"target_fy2026"), [(1, "target_fy2026"), (1, "target_fy2025")]),
        (small().replace(b"unit", b"name"), [(1, "name"), (1, "unit")]),
        (HEADING.encode() + b'\n"1-1-1,1,1', [(2, "")]),
        ((RESULTS + "1-1-1,図書,実施,完了,\n").encode() + b"\xff\xff", [(0, "")]),
    ],
)
def test_a_file_that_is_no_plan(content: bytes, expected: list[tuple[int, str]]) -> None:
    assert faults_of(content) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1-1-1,図書,実施,完了,", []),
        ("1-1-1,図書,実施,調査・検討,", [(2, "reason")]),
        ("1-1-1,図書,調査・検討,完了,事務で対応", []),
        ("1-1-1,図書,完了,完了,", [(2, "planned")]),
        ("1-1-1,図書,実施,,", [(2, "result")]),
        ("1-1-1b,図書,実施,実施,", [(2, "code")]),
    ],
)
def test_results_owe_a_reason_where_the_plan_was_left(line: str, expected: list[tuple[int, str]]) -> None:
    assert faults_of((RESULTS + line).encode(), card=OVER) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (WORDS + "9,どこにもない,,,,\n", [(6, "code")]),
        (WORDS + "1,二度,,,,\n", [(6, "code")]),
        (WORDS.replace("よい町", ""), [(2, "name")]),
        (WORDS.replace("name_ko", "name_fr"), [(1, "name_fr"), (1, "name_ko")]),
    ],
)
def test_words_belong_to_the_plan(words: str, expected: list[tuple[int, str]]) -> None:
    assert faults_of(small(), words.encode()) == expected


def test_shift_jis_is_read_too() -> None:
    assert check(CARD, small().decode().encode("cp932"))[0].measures == check(CARD, small())[0].measures


def test_a_plan_is_loaded_whole(plan: Plan) -> None:
    rows = plan_year(plan, 2025).rows
    assert [row.planned.label for row in rows] == ["運用", "実施", "実施"]
    assert [owner.division_code != "" for owner in rows[1].owners] == [True, False]
    assert Goal.objects.get(plan=plan, number=1).names == {"en": "A good town"}


def test_the_same_files_again_are_the_same_plan(plan: Plan) -> None:
    before = [list(model.objects.values_list().order_by("pk")) for model in (Plan, Measure, Owner, Target, Loading)]
    assert load(MANAGER, card=CARD, measures=small(), words=WORDS.encode()).changed is False
    after = [list(model.objects.values_list().order_by("pk")) for model in (Plan, Measure, Owner, Target, Loading)]
    assert before == after


def test_faults_write_nothing(db: None) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Faulty) as told:
        load(MANAGER, card=CARD, measures=small(*LINES, "x"))
    assert "6行目" in str(told.value.faults[0])
    assert not Plan.objects.filter(code="small").exists()
    assert Entry.objects.count() == entries


def test_each_loading_is_one_entry(db: None) -> None:
    entries = Entry.objects.count()
    load(MANAGER, card=CARD, measures=small())
    assert Entry.objects.count() == entries + 1


def test_a_published_plan_changes_with_a_reason_only(plan: Plan) -> None:
    changed = small(*LINES[:3], LINES[3].replace("事故", "漏えい"))
    with pytest.raises(Refused, match="理由"):
        load(MANAGER, card=CARD, measures=changed, words=WORDS.encode())
    load(MANAGER, card=CARD, measures=changed, words=WORDS.encode(), reason="指標の名を改めた")
    assert Loading.objects.filter(plan=plan).first().reason == "指標の名を改めた"
    assert plan_year(plan, 2025).rows[2].indicators[0].name == "漏えい"


def test_what_staff_reported_outlives_a_new_file(plan: Plan, books: Measure) -> None:
    report(MANAGER, measure_id=books.pk, year=2024, stage=CARRIED)
    with pytest.raises(Refused, match="1-1-1"):
        load(MANAGER, card=CARD, measures=small(*LINES[1:]), reason="図書をやめた")
    load(MANAGER, card=CARD, measures=small(*LINES[:3]), reason="点検をやめた")
    assert Reported.objects.filter(measure=books).count() == 1
    assert [row.measure.code for row in plan_year(plan, 2024).rows] == ["1-1-1", "1-1-2"]
    assert not Goal.objects.filter(plan=plan, number=2).exists()


def test_a_file_of_results_does_not_overwrite_what_staff_reported(db: None) -> None:
    from madoguchi.systems.plan.progress.actions import publish

    first = (RESULTS + "1-1-1,図書,実施,実施,\n").encode()
    plan = load(MANAGER, card=OVER, measures=first).plan
    again = (RESULTS + "1-1-1,図書,実施,完了,\n").encode()
    plan = load(MANAGER, card=OVER, measures=again).plan
    assert plan_year(plan, 2021).rows[0].result.label == "完了"
    plan = publish(MANAGER, plan_id=plan.pk, revision=plan.revision)
    measure = Measure.objects.get(section__goal__plan=plan)
    report(MANAGER, measure_id=measure.pk, year=2021, stage=PARTIAL, reason="予算", revision=2)
    with pytest.raises(Refused, match="管理　一が記入しています"):
        load(MANAGER, card=OVER, measures=first + b"1-1-2,x," + "実施,完了,\n".encode(), reason="訂正")
    assert Reported.objects.filter(measure=measure).count() == 3


def test_another_plan_does_not_take_its_code(plan: Plan) -> None:
    other = Card(code="small", name="別の計画", first=2020, last=2021)
    with pytest.raises(Refused, match="別の記号"):
        load(MANAGER, card=other, measures=(RESULTS + "1-1-1,図書,実施,完了,\n").encode(), reason="別")


@pytest.mark.parametrize(("first", "last"), [(1900, 1901), (2025, 2024), (2020, 2031)])
def test_years_that_no_plan_has(db: None, first: int, last: int) -> None:
    with pytest.raises(Refused):
        load(MANAGER, card=Card(code="x", name="x", first=first, last=last), measures=small())


@pytest.mark.parametrize(
    ("code", "name"), [("load", "x"), ("h 24", "x"), ("", "x"), ("x" * 21, "x"), ("x", ""), ("x", "x" * 101)]
)
def test_codes_and_names_that_no_plan_has(db: None, code: str, name: str) -> None:
    with pytest.raises(Refused):
        load(MANAGER, card=Card(code=code, name=name, first=2024, last=2025), measures=small())


def test_only_who_manages_plans_loads_one(db: None) -> None:
    clerk = Actor(8, "窓口　二", "窓口サービス課", frozenset({"plan.view", "plan.report"}))
    with pytest.raises(Forbidden):
        load(clerk, card=CARD, measures=small())


def test_the_operator_loads_and_is_told_every_fault(db: None, tmp_path: Path) -> None:
    file, words = tmp_path / "plan.csv", tmp_path / "words.csv"
    file.write_bytes(small(*LINES, "x"))
    words.write_text(WORDS, encoding="utf-8")
    asked = Namespace(file=file, words=words, code="small", name="小さな計画", years="2024-2025", reason="")
    refused = load_plan(asked)
    assert refused.status == 1
    assert [(each["line"], each["column"]) for each in refused.data["faults"]] == [(6, "")]
    file.write_bytes(small())
    assert load_plan(asked).data == {"plan": "small", "changed": True, "revision": 1}
    assert load_plan(asked).data == {"plan": "small", "changed": False, "revision": 1}
