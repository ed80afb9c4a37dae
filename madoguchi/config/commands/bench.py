"""``madoguchi bench``: the measurements of ``bench/``, where the house was checked out whole."""

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from madoguchi.config.environment import ROOT
from madoguchi.foundation.commands import Command, CommandError, Result

DESCRIPTION = """\
var/bench に専用のデータベースを作って測ります。いまのデータには触れません。結果は var/bench.json にも残ります。
Measures on a database of its own in var/bench; your data are not touched. Figures are kept in var/bench.json.

例 / examples:
  madoguchi bench --quick
  madoguchi bench --only search --million
"""
FIGURES = ROOT / "var" / "bench.json"
FLAGS = {
    "million": "100万人の市でも検索を測る / also in a city of 1,000,000",
    "quick": "5,000人で手早く / 5,000 people, few samples",
    "fresh": "測定用のデータベースを作り直す / make the bench's database anew",
}


def arguments(parser: ArgumentParser) -> None:
    """What ``python -m bench`` takes."""
    parser.add_argument("--residents", type=int, default=90_000, help="市の大きさ（既定 90,000） / people in the city")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="これだけ測る（何度でも） / only these"
    )
    for name, words in FLAGS.items():
        parser.add_argument(f"--{name}", action="store_true", help=words)


def bench(args: Namespace) -> Result:
    """Runs the measurements in a process of their own. Raises CommandError where there is no ``bench/``."""
    if not (ROOT / "bench" / "__main__.py").is_file():
        raise CommandError("bench/ がありません。リポジトリーを取り出した場所で実行してください。")
    command = [sys.executable, "-m", "bench", *options(args), "--json", str(FIGURES)]
    done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr if args.json else None, check=False)
    data = json.loads(FIGURES.read_text(encoding="utf-8")) if args.json and FIGURES.is_file() else None
    return Result(data=data, status=done.returncode)


def options(args: Namespace) -> list[str]:
    """The arguments for the other process."""
    flags = [f"--{name}" for name in FLAGS if getattr(args, name)]
    only = [word for name in args.only for word in ("--only", name)]
    return ["--residents", str(args.residents), *only, *flags]


COMMANDS = (
    Command(
        path=("bench",),
        help="速さを測る / measurements",
        description=DESCRIPTION,
        arguments=arguments,
        run=bench,
        database=False,
    ),
)
