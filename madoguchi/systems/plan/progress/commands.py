"""``madoguchi plan``: list, load, report."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from madoguchi.foundation.commands import Command, CommandError, Result

if TYPE_CHECKING:
    from .models import Plan
    from .reports import Report

LOAD = """\
計画を CSV から読み込みます。一行ずつ検査し、誤りが一つもないときだけ全部を記録します。
同じファイルをもう一度読み込んでも何も変わりません。新しい計画は「準備中」で、画面で公開します。
Loads a plan: all of it, or nothing and every fault with its line and column (exit status 1).

例 / example:
  madoguchi plan load plan.csv --code h24_h25 --name 情報化推進計画 --years 2012-2013 --words words.csv
"""
REPORT = """\
計画の取り組み状況を、計画事項と実施状況の表にします。何も示さなければ、実施状況の入った、最も新しい計画です。
Measures by what was planned and what became of them; without a plan the latest of which something is reported.

例 / examples:
  madoguchi plan report --json
  madoguchi plan report --plan h24_h25 --year 2012
  madoguchi plan report --pdf 報告書.pdf
"""


def list_plans(args: Namespace) -> Result:
    """The plans of the town."""
    from .queries.plans import plans

    found = [
        {"code": plan.code, "name": plan.name, "first": plan.first_year, "last": plan.last_year, "state": plan.state}
        for plan in plans()
    ]
    text = "\n".join(f"{each['code']}　{each['name']}　{each['state']}" for each in found)
    return Result(text or "計画がまだありません", found)


def load_arguments(parser: ArgumentParser) -> None:
    """The files, and what plan it is."""
    parser.add_argument("file", type=Path, help="施策の CSV / the measures")
    parser.add_argument("--words", type=Path, metavar="CSV", help="目標と説明の CSV / names and descriptions")
    parser.add_argument("--code", required=True, help="計画の記号 / code of the plan")
    parser.add_argument("--name", required=True, help="計画の名 / its name")
    parser.add_argument("--years", required=True, metavar="2012-2013", help="初めと終わりの年度 / first and last year")
    parser.add_argument("--reason", default="", help="公開した計画を変える理由 / why a published plan changes")


def load_plan(args: Namespace) -> Result:
    """Loads a plan. Raises CommandError where a file is missing or the plan cannot be."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .actions import load
    from .errors import Faulty, Refused
    from .loading.content import Card

    first, last = years_of(args.years)
    card = Card(code=args.code, name=args.name, first=first, last=last)
    words = content_of(args.words) if args.words else None
    try:
        done = load(SYSTEM_ACTOR, card=card, measures=content_of(args.file), words=words, reason=args.reason)
    except Faulty as faulty:
        faults = [
            {"file": each.file, "line": each.line, "column": each.column, "value": each.value, "reason": each.reason}
            for each in faulty.faults
        ]
        return Result("\n".join([str(faulty), *map(str, faulty.faults)]), {"faults": faults}, status=1)
    except Refused as refusal:
        raise CommandError(str(refusal)) from refusal
    text = f"{done.plan.name}を読み込みました" if done.changed else "前に読み込んだ内容と同じです"
    return Result(text, {"plan": done.plan.code, "changed": done.changed, "revision": done.plan.revision})


def years_of(text: str) -> tuple[int, int]:
    """2012-2013 as two numbers. Raises CommandError."""
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise CommandError("年度は 2012-2013 のように書いてください。")
    return int(first), int(last or first)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises CommandError where there is none."""
    if not path.is_file():
        raise CommandError(f"ファイルがありません：{path}")
    return path.read_bytes()


def report_arguments(parser: ArgumentParser) -> None:
    """Which plan, which year, and whether as a paper."""
    parser.add_argument("--plan", default="", help="計画の記号 / code of the plan")
    parser.add_argument("--year", default="", help="年度（西暦） / fiscal year")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="報告書を PDF で書く / write the paper too")


def report_plan(args: Namespace) -> Result:
    """The report of a plan."""
    from .queries.plans import chosen_year
    from .reports import data_of, report_of

    plan = plan_asked(args.plan)
    report = report_of(plan, chosen_year(plan, args.year))
    if args.pdf:
        write_paper(report, args.pdf)
    return Result(words_of(report), data_of(report))


def plan_asked(code: str) -> Plan:
    """The plan of a code, or the latest of which something is reported. Raises CommandError where there is none."""
    from .queries.plans import plans

    found = plans().filter(code=code) if code else plans().filter(goals__sections__measures__reported__isnull=False)
    plan = found.distinct().first()
    if plan is None:
        raise CommandError(f"計画「{code}」はありません。" if code else "実施状況の入った計画がまだありません。")
    return plan


def write_paper(report: Report, path: Path) -> None:
    """Writes the report as PDF."""
    from django.db import connection

    from .papers import report_paper

    path.write_bytes(report_paper(connection.tenant, report))  # type: ignore[attr-defined]


def words_of(report: Report) -> str:
    """The report for a person at a terminal."""
    from .rules import name_of

    table = report.table
    lines = [report.plan.name, report.sentence]
    for stage in table.rows:
        parts = "　".join(f"{name_of(result)} {table.at(stage, result)}" for result in table.columns)
        lines.append(f"計画 {stage.label} {table.planned(stage)}：{parts}")
    changed = [f"変更 {row.measure.code} {row.measure.name}：{row.reason}" for row in report.departed]
    return "\n".join([*lines, *changed])


COMMANDS = (
    Command(
        path=("plan", "list"), help="計画の一覧 / the plans", run=list_plans, in_town=True, changes=False
    ),
    Command(
        path=("plan", "load"),
        help="計画を読み込む / load a plan",
        description=LOAD,
        arguments=load_arguments,
        run=load_plan,
        in_town=True,
    ),
    Command(
        path=("plan", "report"),
        help="取り組み状況の報告 / the report of a plan",
        description=REPORT,
        arguments=report_arguments,
        run=report_plan,
        in_town=True,
        changes=False,
    ),
)  # fmt: skip
