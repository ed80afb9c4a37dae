"""The heading of a file: the 122 names, each once, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .columns import NAMES
from .faults import Fault

HINT = "見出し行を、列の一覧（122列）のとおりにしてください。"


def heading_faults(cells: Sequence[str], line: int = 1) -> list[Fault]:
    """Every column that is unknown, missing, doubled, or not in its place."""
    given = [cell.strip() for cell in cells]
    known = set(NAMES)
    if not known & set(given):
        return [Fault(line, "", "、".join(given[:3]), "見出し行に、知っている列が一つもありません。", HINT)]
    counts = Counter(given)
    faults = [Fault(line, name, name, "知らない列です。", HINT) for name in counts if name not in known]
    faults += [Fault(line, name, "", "列がありません。", HINT) for name in NAMES if name not in counts]
    faults += [
        Fault(line, name, name, f"同じ列が{count}回あります。", HINT) for name, count in counts.items() if count > 1
    ]
    return faults or order_faults(given, line)


def order_faults(given: Sequence[str], line: int) -> list[Fault]:
    """The columns that stand in another's place."""
    return [
        Fault(line, name, name, f"列の順が違います。{place}列目は「{expected}」のはずです。", HINT)
        for place, (name, expected) in enumerate(zip(given, NAMES, strict=True), start=1)
        if name != expected
    ]
