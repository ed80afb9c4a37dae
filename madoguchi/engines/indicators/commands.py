"""``madoguchi indicators``: count, show."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial

from madoguchi.foundation.commands import Command, Result, tell

COUNT = """\
各システムの指標を、もとの記録から数え直します。10年度分の日ごとの値を書き直し、変わった値の数を示します。
Counts every system's indicators anew from what they count, ten fiscal years of days.

例 / example:
  madoguchi indicators count --town yotsukaido
"""


def count(args: Namespace) -> Result:
    """Counts everything anew."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .actions.counting import count_anew

    changed = count_anew(SYSTEM_ACTOR, tell=partial(tell, words="指標を数えています"))
    lines = [f"  {code}　{number:,}日分が変わりました" for code, number in changed.items()]
    return Result("\n".join([f"{len(changed)}の指標を数えました", *lines]), changed)


def year_argument(parser: ArgumentParser) -> None:
    """The fiscal year."""
    parser.add_argument("--year", type=int, help="年度（西暦、既定は今年度） / fiscal year")


def show(args: Namespace) -> Result:
    """All indicators in a fiscal year."""
    from django.utils import timezone

    from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name

    from .queries import year_values
    from .words import figure

    year = args.year or fiscal_year(timezone.localdate())
    found = year_values(year)
    lines = [f"{fiscal_year_name(year)}"]
    lines += [
        f"  {each.indicator.name}　{figure(each.indicator, each.value)}　（{each.source}）" for each in found.values()
    ]
    data = {
        code: {"value": each.value, "unit": each.indicator.unit, "counted_at": each.counted_at}
        for code, each in found.items()
    }
    return Result("\n".join(lines), {"year": year, "indicators": data})


COMMANDS = (
    Command(
        path=("indicators", "count"),
        help="指標を数え直す / count the indicators anew",
        description=COUNT,
        run=count,
        in_town=True,
    ),
    Command(
        path=("indicators", "show"),
        help="指標の値 / values of the indicators",
        arguments=year_argument,
        run=show,
        in_town=True,
        changes=False,
    ),
)
