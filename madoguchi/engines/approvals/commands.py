"""``madoguchi approvals``: whether every decision is as it was decided."""

from __future__ import annotations

from argparse import Namespace

from madoguchi.foundation.commands import Command, Result

VERIFY = """\
決裁済みのすべての起案を、指紋、監査記録、もとの記録、添付ファイルと突き合わせます。
違いがあれば番号とともに示し、1 で終わります。
Compares every decision with its hash, the audit, the rows and the attached files. Exit status 1 where anything differs.
"""


def verify(args: Namespace) -> Result:
    """Looks at every decision."""
    from .checking import check_decisions

    number, faults = 0, []
    for count, found in check_decisions():
        number += count
        faults += found
    lines = [f"{fault.number}　{fault.words}" for fault in faults]
    words = f"決裁 {number:,}件を確かめました。" + ("違いはありません。" if not faults else f"違い {len(faults)}件")
    data = {"decisions": number, "faults": [{"number": fault.number, "words": fault.words} for fault in faults]}
    return Result("\n".join([*lines, words]), data, 1 if faults else 0)


COMMANDS = (
    Command(
        path=("approvals", "verify"),
        help="決裁が変えられていないか確かめる / check every decision against its hash",
        description=VERIFY,
        run=verify,
        in_town=True,
        changes=False,
        serves=True,
    ),
)
