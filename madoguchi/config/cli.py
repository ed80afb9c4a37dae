"""The ``madoguchi`` command: does by hand what the screens do."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Sequence
from typing import Any

from madoguchi.config.commands import all_commands
from madoguchi.foundation.commands import Command, CommandError, Result
from madoguchi.foundation.towns.errors import TownError

DESCRIPTION = """\
電子市役所「窓口」 / Madoguchi, an electronic city hall

  madoguchi up                          始める / start everything (Ctrl-C to stop)
  madoguchi town list                   団体の一覧 / the towns of this install
  madoguchi residents search 渡辺       住民をさがす / find residents
  madoguchi help                        命令の一覧 / all commands

どの命令にも --help があります。 / Every command explains itself with --help.
"""
EPILOG = """\
環境変数 / environment:
  DATA（データの置き場） DATABASE_URL（外の PostgreSQL 15 以上を使うとき） PORT RESIDENTS DEMO=0
"""
GROUPS = {
    "town": "団体 / towns",
    "staff": "職員 / staff",
    "residents": "住民記録 / resident record",
    "db": "データベース / database",
    "audit": "監査記録 / audit trail",
    "vault": "暗号化 / encryption",
    "papers": "証明書と会計 / papers and their fees",
    "population": "人口統計 / population",
    "plan": "情報化推進計画 / the IT plan",
    "approvals": "電子決裁 / decisions",
    "indicators": "指標 / indicators",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit status: 0 done, 1 not done, 2 not understood."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = parser().parse_args(words or ["help"])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")
    if args.data:
        os.environ["DATA"] = args.data
    try:
        result = perform(args.command, args)
    except (CommandError, TownError) as refusal:
        return refuse(args, str(refusal))
    except KeyboardInterrupt:
        return 130
    return answer(args, result or Result())


def perform(command: Command, args: Namespace) -> Result | None:
    """Runs a command with what it needs: nothing, a database, or a town."""
    if not command.database:
        return command.run(args)
    from madoguchi.config.environment import data_folder
    from madoguchi.config.prepared import forget
    from madoguchi.config.running import check_owner, database_up

    if command.changes:
        forget(data_folder())
    with database_up(serves=command.serves):
        if command.owner:
            check_owner()
        if not command.in_town:
            return command.run(args)
        return run_in_town(command, args)


def run_in_town(command: Command, args: Namespace) -> Result | None:
    """Runs a command inside the town of ``--town``. Raises TownError where there is none."""
    from django.conf import settings

    from madoguchi.foundation.towns.current import in_town
    from madoguchi.foundation.towns.queries import town_named

    with in_town(town_named(args.town or settings.DEFAULT_TOWN)):
        return command.run(args)


def answer(args: Namespace, result: Result) -> int:
    """Prints a result as asked."""
    if args.json:
        print(json.dumps(result.data, ensure_ascii=False, indent=1, default=str))
    elif result.text:
        print(result.text)
    return result.status


def refuse(args: Namespace, words: str) -> int:
    """Says why a command was not done: to a person in words, to a program in JSON on the same stream as results."""
    if args.json:
        print(json.dumps({"error": words}, ensure_ascii=False))
    else:
        print(words, file=sys.stderr)
    return 1


def parser() -> ArgumentParser:
    """The whole grammar, with the commands of every engine and system."""
    root = ArgumentParser(
        prog="madoguchi", description=DESCRIPTION, epilog=EPILOG, formatter_class=RawDescriptionHelpFormatter
    )
    branches: dict[tuple[str, ...], Any] = {(): root.add_subparsers(metavar="命令", required=True)}
    for command in all_commands():
        add(command, branches)
    return root


def add(command: Command, branches: "dict[tuple[str, ...], _SubParsersAction[ArgumentParser]]") -> None:
    """Adds one command below its group."""
    *group, name = command.path
    own = branch(tuple(group), branches).add_parser(
        name,
        help=command.help,
        description=f"{command.help}\n\n{command.description}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.arguments(own)
    own.add_argument("--json", action="store_true", help="結果を JSON で / result as JSON")
    own.add_argument("--data", metavar="DIR", help="データの置き場（既定 var） / data folder")
    if command.in_town:
        own.add_argument("--town", metavar="SCHEMA", help="団体（既定 yotsukaido） / the town")
    own.set_defaults(command=command)


def branch(path: tuple[str, ...], branches: "dict[tuple[str, ...], Any]") -> Any:
    """The sub-commands of a group, made on first use."""
    if path not in branches:
        title = GROUPS.get(path[-1], path[-1])
        group = branch(path[:-1], branches).add_parser(path[-1], help=title, description=title)
        branches[path] = group.add_subparsers(metavar="命令", required=True)
    return branches[path]


if __name__ == "__main__":
    sys.exit(main())
