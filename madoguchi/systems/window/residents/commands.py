"""``madoguchi residents``: import, export, search."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from madoguchi.foundation.commands import Command, CommandError, Result, tell

IMPORT = """\
122列のCSV（UTF-8 または Shift_JIS）を1行ずつ検査し、誤りが一つもないときだけ全部を記録します。
誤りがあれば、行・列・理由・直し方の一覧を書き、何も記録しません。同じファイルをもう一度取り込んでも何も変わりません。
Checks every line; writes all of it, or nothing and a list of faults (exit status 1).

例 / examples:
  madoguchi residents import juki.csv --dry-run
  madoguchi residents import sample.csv --lg-code 999999 --faults faults.csv
"""
EXPORT = """\
住民記録の全部を、取込みと同じ122列のCSVに書きます。支援措置の人も含みます。理由は監査記録に残ります。
機械を操作する人のためのものです。職員は画面の「データの持出し」から求め、責任者の承認を受けます。
Writes the whole register as the same file of 122 columns, for the operator of the machine. Staff ask at the screen, and
their head approves.

例 / example:
  madoguchi residents export juki.csv --reason 移行の確認 --encoding cp932 --newline CR
"""
SEARCH = """\
画面の検索欄と同じ書き方でさがします。ほかの団体は --town で。係長が承る人（支援措置など）は出ません。
Finds people as the search box does; protected people are not found.

例 / examples:
  madoguchi residents search 渡辺 S55.4
  madoguchi residents search ワタナベ --size 50 --json
"""


def import_arguments(parser: ArgumentParser) -> None:
    """The file, and what to do with it."""
    parser.add_argument("file", type=Path, help="取り込むCSV / the file")
    parser.add_argument("--dry-run", action="store_true", help="検査だけ / only check")
    parser.add_argument("--lg-code", help="住所の市区町村コード（既定は団体のもの） / code that addresses must bear")
    parser.add_argument("--faults", type=Path, metavar="CSV", help="誤りの一覧を書くファイル / list of faults")


def import_residents(args: Namespace) -> Result:
    """Checks and imports a file. Raises CommandError where there is none."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .actions import new_run
    from .exchange.importing import import_file, town_code
    from .exchange.keeping import opened

    if not args.file.is_file():
        raise CommandError(f"ファイルがありません：{args.file}")
    lg_code = args.lg_code or town_code()
    run = new_run(SYSTEM_ACTOR, path=args.file, dry_run=args.dry_run, lg_code=lg_code)
    run = import_file(SYSTEM_ACTOR, run=run, path=args.file, tell=tell)
    if args.faults and run.faults:
        with opened(run.faults) as path:
            args.faults.write_bytes(path.read_bytes())
    return Result(words_of(run), data_of(run), status=1 if run.outcome == "refused" else 0)


def words_of(run: Any) -> str:
    """What came of a run, in words."""
    head = f"{run.get_outcome_display()}：{run.line_count:,}行、{run.person_count:,}人、{run.household_count:,}世帯"
    if run.outcome != "refused":
        return "\n".join(part for part in (head, run.message) if part)
    from .queries import faults_of

    shown = [
        f"  {line or '—'}行目　{column}　{value}　{reason}{hint}"
        for line, column, value, reason, hint in faults_of(run, 0)
    ]
    return "\n".join([head, f"誤り {run.fault_count:,}件", *shown[:100]])


def data_of(run: Any) -> dict[str, Any]:
    """What came of a run, for a program."""
    names = ("outcome", "message", "line_count", "person_count", "household_count", "fault_count", "fault_summary")
    return {"run": run.pk, **{name: getattr(run, name) for name in names}}


def export_arguments(parser: ArgumentParser) -> None:
    """Where to, why, and how."""
    parser.add_argument("file", type=Path, help="書き出すファイル / the file to write")
    parser.add_argument("--reason", required=True, help="書き出す理由 / why")
    parser.add_argument("--encoding", choices=["utf-8", "utf-8-sig", "cp932"], default="utf-8", help="文字コード")
    parser.add_argument("--newline", choices=["LF", "CR"], default="LF", help="改行：LF か CR（CRLF）")


def export_residents(args: Namespace) -> Result:
    """Writes the register to a file. Raises CommandError."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .exchange.exporting import NotInEncoding, export_file

    try:
        done = export_file(
            SYSTEM_ACTOR, path=args.file, reason=args.reason, encoding=args.encoding, newline=args.newline, tell=tell
        )
    except (NotInEncoding, ValueError, OSError) as refusal:
        raise CommandError(str(refusal)) from refusal
    return Result(f"{args.file} に{done.lines:,}行を書きました。", {"file": str(args.file), "lines": done.lines})


def search_arguments(parser: ArgumentParser) -> None:
    """What to look for."""
    parser.add_argument("words", nargs="+", help="氏名・カナ・ローマ字・生年月日・住所・電話・番号")
    parser.add_argument("--size", type=int, default=20, help="件数（既定20） / how many")


def console() -> Any:
    """Who looks at a terminal: without guarded persons, whose data would stay in its lines and its history."""
    from madoguchi.foundation.access import Actor

    items = ("people.item.domicile", "people.item.relation", "people.item.permit", "people.item.history")
    return Actor(None, "コンソール", permissions=frozenset({"people.view", *items}))


def search_residents(args: Namespace) -> Result:
    """Finds people."""
    from dataclasses import asdict

    from madoguchi.engines.people.api import understand, visible_to

    page = visible_to(console()).search(understand(" ".join(args.words)), size=args.size)
    lines = [
        f"{hit.number:>9}  {hit.name}  {hit.kana}  {hit.birth_on or hit.birth_text}  {hit.address}" for hit in page.hits
    ]
    return Result("\n".join(lines) or "見つかりませんでした。", [asdict(hit) for hit in page.hits])


COMMANDS = (
    Command(
        path=("residents", "import"),
        help="住民データを取り込む / import the resident file",
        description=IMPORT,
        arguments=import_arguments,
        run=import_residents,
        in_town=True,
    ),
    Command(
        path=("residents", "export"),
        help="住民データを書き出す / export the resident file",
        description=EXPORT,
        arguments=export_arguments,
        run=export_residents,
        in_town=True,
    ),
    Command(
        path=("residents", "search"),
        help="住民をさがす / find residents",
        description=SEARCH,
        arguments=search_arguments,
        run=search_residents,
        in_town=True,
    ),
)
