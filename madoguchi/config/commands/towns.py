"""``madoguchi town``: create, list, export, delete."""

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madoguchi.foundation.commands import Command, CommandError, Result

if TYPE_CHECKING:
    from madoguchi.foundation.towns.data import TownData
    from madoguchi.foundation.towns.models import Town

CREATE = """\
schema は英小文字の名前で、データベースの中の区画と最初のホスト名（<schema>.localhost）になります。
towns/<schema>/town.yaml があればその内容で、なければ --name --lg-code --prefecture で作ります。
--from は `madoguchi town export` が書いたファイルから、そのまま取り込みます。
鍵（….keys）は、その隣に置くか、--keys で示します。

例 / examples:
  madoguchi town create hinata
  madoguchi town create minato --name みなと町 --lg-code 990027 --prefecture 日和県 --domain minato.example.jp
  madoguchi town create --from minato.zip
"""
EXPORT = """\
表・ファイル・設定のすべてを一つのファイルに、鍵だけをもう一つのファイル（….keys）に書きます。どちらも住民の情報に当たります。
安全な場所に、二つを別々に置き、別々の方法で運んでください。取り込むときは両方が要ります。
Everything of the town in one file, and its keys in a second (….keys). Keep both safe, and apart; a town comes back
with both.

例 / example:
  madoguchi town export minato minato.zip
"""
DELETE = """\
表・ファイル・予約された処理のすべてを消します。元に戻せません。先に export してください。
Removes everything of the town, for good. Export it first.

例 / example:
  madoguchi town delete minato --confirm みなと町
"""


def create_arguments(parser: ArgumentParser) -> None:
    """A name, or a file."""
    parser.add_argument("schema", nargs="?", help="団体の英字名 / schema name, e.g. minato")
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="書き出しファイルから / from an export"
    )
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help="その鍵（既定は FILE.keys） / the keys of that export"
    )
    parser.add_argument("--name", help="名称 / name")
    parser.add_argument("--lg-code", help="全国地方公共団体コード6桁 / local government code")
    parser.add_argument("--prefecture", help="都道府県 / prefecture")
    parser.add_argument("--domain", action="append", default=[], help="ホスト名（何度でも） / host name")
    parser.add_argument("--default", action="store_true", help="名前のないあて先で開く / open it for unknown hosts")


def create(args: Namespace) -> Result:
    """A new town, or one that moves in."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.actions import create_town
    from madoguchi.foundation.towns.archive import import_town

    begun = time.monotonic()
    if args.source:
        town = import_town(SYSTEM_ACTOR, path=args.source, keys=args.keys)
    else:
        data = data_of(args)
        town = create_town(SYSTEM_ACTOR, data=data, domains=tuple(args.domain), is_default=args.default)
    seconds = time.monotonic() - begun
    return Result(f"{town.name}（{town.schema_name}）を作りました（{seconds:.1f}秒）", describe(town))


def data_of(args: Namespace) -> "TownData":
    """The town's data, from its file or from the command line. Raises CommandError."""
    from madoguchi.foundation.towns.data import TownData, known_towns, read_town

    if not args.schema:
        raise CommandError(
            "団体の英字名か --from を指定してください。例: madoguchi town create minato --name みなと町 …"
        )
    if args.schema in known_towns():
        return read_town(args.schema)
    if not (args.name and args.lg_code and args.prefecture):
        raise CommandError(
            f"towns/{args.schema}/town.yaml がないので、--name と --lg-code と --prefecture を指定してください。"
        )
    return TownData(schema=args.schema, lg_code=args.lg_code, name=args.name, prefecture=args.prefecture)


def show(args: Namespace) -> Result:
    """All towns."""
    from madoguchi.foundation.towns.queries import list_towns

    found = [describe(town) for town in list_towns()]
    lines = [
        f"{town['lg_code']}  {town['schema']:<16} {town['name']}{'' if town['open'] else '（作成中）'}  "
        f"{' '.join(town['domains'])}"
        for town in found
    ]
    return Result("\n".join(lines) or "団体はまだありません。madoguchi up か madoguchi town create で作れます。", found)


def describe(town: "Town") -> dict[str, Any]:
    """A town as a program reads it."""
    return {
        "schema": town.schema_name,
        "name": town.name,
        "lg_code": town.lg_code,
        "prefecture": town.prefecture,
        "open": town.opened_at is not None,
        "default": town.is_default,
        "domains": [domain.domain for domain in town.domains.all()],
    }


def export_arguments(parser: ArgumentParser) -> None:
    """Which, and where to."""
    parser.add_argument("schema", help="団体の英字名 / schema name")
    parser.add_argument("file", type=Path, help="書く先 / file to write")


def export(args: Namespace) -> Result:
    """One town to one file."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.archive import export_town, keys_of

    if not args.file.absolute().parent.is_dir():
        raise CommandError(f"フォルダー {args.file.parent} がありません。")
    path = export_town(SYSTEM_ACTOR, schema=args.schema, path=args.file)
    size = path.stat().st_size
    keys = keys_of(path) if keys_of(path).is_file() else None
    words = f"{path} に書き出しました（{size:,} バイト）" + (
        f"\n鍵は {keys} です。別々に保管してください。" if keys else ""
    )
    return Result(words, {"path": str(path), "keys": keys and str(keys), "bytes": size})


def delete_arguments(parser: ArgumentParser) -> None:
    """Which, and its name once more."""
    parser.add_argument("schema", help="団体の英字名 / schema name")
    parser.add_argument("--confirm", required=True, metavar="NAME", help="団体の名称をそのまま / the town's full name")


def delete(args: Namespace) -> Result:
    """One town, for good."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.actions import delete_town

    delete_town(SYSTEM_ACTOR, schema=args.schema, name=args.confirm)
    return Result(f"{args.confirm}（{args.schema}）を削除しました", {"deleted": args.schema})


COMMANDS = (
    Command(path=("town", "list"), help="団体の一覧 / list towns", run=show, changes=False),
    Command(
        path=("town", "create"),
        help="団体を作る / create a town",
        description=CREATE,
        arguments=create_arguments,
        run=create,
        owner=True,
    ),
    Command(
        path=("town", "export"),
        help="団体を書き出す / take a town out whole",
        description=EXPORT,
        arguments=export_arguments,
        run=export,
        changes=False,
    ),
    Command(
        path=("town", "delete"),
        help="団体を削除する / delete a town",
        description=DELETE,
        arguments=delete_arguments,
        run=delete,
        owner=True,
    ),
)
