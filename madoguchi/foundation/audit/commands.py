"""``madoguchi audit``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from madoguchi.foundation.commands import Command, CommandError, Result

VERIFY = """\
監査記録のすべてを読み、書き換え・抜き取り・入れ替え・切り取りがないかを確かめます。一つでもあれば、最初の記録を示し、
終了コード 1 で終わります。動いている市でも実行できます。
Reads every entry and names the first one changed, removed, reordered or cut off; exit status 1 where there is one.

例 / examples:
  madoguchi audit verify
  madoguchi audit verify --town yotsukaido --json
"""


def arguments(parser: ArgumentParser) -> None:
    """Which towns."""
    parser.add_argument("--town", metavar="SCHEMA", help="団体（既定はすべて） / one town; all where none is given")


def verify(args: Namespace) -> Result:
    """Verifies one town, or all that are open. Raises CommandError where there is none."""
    from madoguchi.foundation.towns.current import in_town
    from madoguchi.foundation.towns.queries import open_towns, town_named

    from .verifying import verify as verify_town

    towns = [town_named(args.town)] if args.town else list(open_towns())
    if not towns:
        raise CommandError("団体がまだありません。")
    reports = []
    for town in towns:
        with in_town(town):
            reports.append(verify_town())
    status = 0 if all(report.holds for report in reports) else 1
    return Result("\n".join(map(str, reports)), [report.as_json() for report in reports], status)


COMMANDS = (
    Command(
        path=("audit", "verify"),
        help="監査記録を確かめる / verify the audit trail",
        description=VERIFY,
        arguments=arguments,
        run=verify,
        changes=False,
        serves=True,
    ),
)
