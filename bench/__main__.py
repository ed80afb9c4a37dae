"""``python -m bench``: the measurements, as a table and as JSON."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from .city.towns import DATA, server
from .figures import Figure
from .running import MEASURES, Bench, run, write_json
from .table import table

CITY, VILLAGE = 90_000, 5_000
DESCRIPTION = """\
測定: それぞれの値を、同じ実行の中で測った下限や比較相手と並べて示します。
var/bench に専用のデータベースを作り、次回も使います。
Measurements, each figure beside a floor or peer of the same run.
"""


def parser() -> ArgumentParser:
    """What may be asked for."""
    found = ArgumentParser(prog="python -m bench", description=DESCRIPTION)
    add_arguments(found)
    return found


def add_arguments(found: ArgumentParser) -> None:
    """The options, also of ``madoguchi bench``."""
    found.add_argument("--residents", type=int, default=CITY, help=f"市の大きさ（既定 {CITY:,}） / people in the city")
    found.add_argument("--million", action="store_true", help="100万人の市でも検索を測る / also in a city of 1,000,000")
    found.add_argument(
        "--only", action="append", choices=MEASURES, help="これだけ測る（何度でも） / only these measures"
    )
    found.add_argument("--quick", action="store_true", help=f"{VILLAGE:,}人で手早く / {VILLAGE:,} people, few samples")
    found.add_argument("--fresh", action="store_true", help="データベースを作り直す / make the database anew")
    found.add_argument("--json", dest="json_file", type=Path, default=DATA.parent / "bench.json", metavar="FILE",
                       help="JSON の置き場（既定 var/bench.json） / where to write the JSON")  # fmt: skip


def measure(args: Namespace) -> list[Figure]:
    """Does what was asked for; says on stderr how far it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")
    begun = time.monotonic()

    def say(words: str) -> None:
        print(f"[{time.monotonic() - begun:6.1f}秒] {words}", file=sys.stderr, flush=True)

    people = VILLAGE if args.quick else args.residents
    with server(fresh=args.fresh, say=say):
        bench = Bench(people=people, million=args.million, quick=args.quick, say=say)
        figures = []
        for figure in run(bench, args.only or list(MEASURES)):
            figures.append(figure)
            say(f"  {figure.name}: {figure.value:.3g} {figure.unit}")
            write_json(args.json_file, figures)
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where a figure misses its bar."""
    args = parser().parse_args(argv)
    figures = measure(args)
    print(table(figures))
    print(f"\n{args.json_file}")
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
