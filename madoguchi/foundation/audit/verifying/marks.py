"""What stamps and the file outside the database remember, and whether they are themselves as they were."""

from collections import defaultdict

from django.utils import timezone

from madoguchi.foundation.towns.current import current_schema

from ..anchors import Anchor, BadAnchorError, read
from ..authority import certificates, fault_of
from ..models import Lane, Stamp, Token
from ..stamps import digest_of, first, from_json
from .report import Report
from .walking import Mark

Marks = dict[int, dict[int, list[Mark]]]
"""Lane → position → who remembers which head there."""


def remembered(lanes: list[Lane], report: Report) -> Marks:
    """All marks; what is wrong with those who keep them goes into the report."""
    marks: Marks = defaultdict(lambda: defaultdict(list))
    for lane in lanes:
        marks[lane.pk][lane.position].append(Mark(bytes(lane.head), "列の末尾"))
    kept = stamps_of(report)
    for stamp in kept.values():
        note(marks, stamp, f"{said(stamp)}の時点 {stamp.number}")
    for anchor in anchors_of(kept, report):
        note(marks, anchor, f"データベースの外のファイル（{said(anchor)}の時点 {anchor.number}）")
    return marks


def said(anchor: Anchor) -> str:
    """When a stamp was taken, for a person."""
    return f"{timezone.localtime(anchor.at):%Y-%m-%d %H:%M}"


def note(marks: Marks, anchor: Anchor, known_by: str) -> None:
    """Adds what one stamp remembers."""
    for lane, (position, head) in anchor.heads.items():
        marks[lane][position].append(Mark(head, known_by))


def stamps_of(report: Report) -> dict[int, Anchor]:
    """The stamps of the database that are as they were taken."""
    before, found = first(current_schema()), {}
    for stamp in Stamp.objects.order_by("pk").iterator():
        report.stamps += 1
        digest = digest_of(current_schema(), stamp.at, stamp.heads, before)
        if (digest, before) == (bytes(stamp.digest), bytes(stamp.before)):
            found[stamp.pk] = Anchor(stamp.pk, stamp.at, from_json(stamp.heads), digest)
        else:
            report.troubles.append(f"時点 {stamp.pk} が書き換えられたか、その前の時点が失われています。")
        before = bytes(stamp.digest)
    look_at_tokens(report)
    return found


def look_at_tokens(report: Report) -> None:
    """Checks what the authority answered."""
    try:
        roots = certificates()
    except (OSError, ValueError) as trouble:
        report.troubles.append(f"TSA_CERTIFICATES を読めません（{trouble}）。")
        return
    for token in Token.objects.select_related("stamp").order_by("pk").iterator():
        report.confirmed += 1
        if fault := fault_of(bytes(token.token), bytes(token.stamp.digest), roots):
            report.troubles.append(f"時点 {token.stamp_id} のタイムスタンプ: {fault}")
    report.unchecked = 0 if roots else report.confirmed
    report.waiting = report.stamps - report.confirmed


def anchors_of(kept: dict[int, Anchor], report: Report) -> list[Anchor]:
    """The lines of the file outside the database. What they say counts, whatever the database says."""
    try:
        found = read(current_schema())
    except BadAnchorError as fault:
        report.troubles.append(f"データベースの外のファイルの {fault} 行目を読めません。")
        return []
    report.anchors = len(found)
    for anchor in found:
        if anchor.number not in kept or kept[anchor.number].digest != anchor.digest:
            report.troubles.append(f"時点 {anchor.number} が、データベースの外のファイルと違います。")
    return found
