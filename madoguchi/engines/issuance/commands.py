"""``madoguchi papers``: closing reports, and ending what was begun."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from madoguchi.foundation.commands import Command, CommandError, Result

REPORT = """\
締めた会計の報告書（PDF）を書きます。金額と件数だけで、請求者や対象者の名前は載りません。
Writes the report of a closed drawer; it holds sums and serials, no names.

例 / examples:
  madoguchi papers report 12 shime.pdf
"""
SWEEP = """\
途中で止まった請求を片づけます。紙面ができていないものは作り、日が変わったものは取りやめます。お金は動きません。毎日、自動でも行います。
Finishes or ends what was cut short. Nothing is charged. Also runs every day by itself.
"""


def report_arguments(parser: ArgumentParser) -> None:
    """Which drawer, and where to."""
    parser.add_argument("drawer", type=int, help="会計の番号（画面のアドレスの数字） / number of the drawer")
    parser.add_argument("file", type=Path, help="書き出すPDF / the file")


def report(args: Namespace) -> Result:
    """Writes the report of a closed drawer. Raises CommandError where there is none."""
    from django.conf import settings

    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.audit.actions import record as audit
    from madoguchi.foundation.towns.queries import town_named

    from .models import Drawer
    from .report import closing_report

    drawer = Drawer.objects.select_related("closing").filter(pk=args.drawer, closing__isnull=False).first()
    if drawer is None:
        raise CommandError(f"締めた会計 {args.drawer} はありません。")
    args.file.write_bytes(closing_report(town_named(args.town or settings.DEFAULT_TOWN), drawer))
    audit(SYSTEM_ACTOR, action="papers.closing_report", subject=f"drawer:{drawer.pk}")
    closing = drawer.closing
    data = {"drawer": drawer.pk, "expected": closing.expected, "difference": closing.difference}
    return Result(f"{args.file} に書きました（{drawer}　残高 {closing.expected:,}円）。", data)


def sweep_papers(args: Namespace) -> Result:
    """Ends what was begun and not ended."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .actions.sweeping import sweep

    done = sweep(SYSTEM_ACTOR)
    words = f"作成 {done['set']}件、作成できず {done['failed']}件、取りやめ {done['void']}件"
    return Result(words, dict(done))


COMMANDS = (
    Command(
        path=("papers", "report"),
        help="締めた会計の報告書 / report of a closed drawer",
        description=REPORT,
        arguments=report_arguments,
        run=report,
        in_town=True,
    ),
    Command(
        path=("papers", "sweep"),
        help="途中で止まった請求を片づける / end requests that were cut short",
        description=SWEEP,
        run=sweep_papers,
        in_town=True,
    ),
)
