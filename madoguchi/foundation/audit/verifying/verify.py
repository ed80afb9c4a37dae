"""Verifying the audit trail of the present town."""

import time
from collections.abc import Iterable
from itertools import groupby

from django.db import connection, transaction

from madoguchi.foundation.towns.current import current_schema

from ..models import Lane
from ..writing import LANES
from .diagnosing import Suspect, diagnose
from .faults import Fault, Kind
from .marks import Marks, remembered
from .report import Report
from .rows import Row, entries
from .walking import Walk

AS_OF_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def verify() -> Report:
    """Reads every entry and says the first of each lane that was changed, removed, put elsewhere or cut off.

    Entries may be written meanwhile: everything is read as of one moment. What was cut off since the last stamp, with
    the lane's own end rewritten, cannot be seen.
    """
    begun, outermost = time.monotonic(), not connection.in_atomic_block
    report = Report(current_schema())
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute(AS_OF_ONE_MOMENT)
        lanes = list(Lane.objects.order_by("pk"))
        report.lanes = len(lanes)
        look_at_lanes(lanes, remembered(lanes, report), report)
    report.seconds = time.monotonic() - begun
    return report


def look_at_lanes(lanes: list[Lane], marks: Marks, report: Report) -> None:
    """Walks along all lanes."""
    numbers = {lane.pk for lane in lanes} | set(marks) | set(range(1, LANES + 1))
    lengths = {lane.pk: lane.position for lane in lanes}
    walks = {number: Walk(number, lengths.get(number, 0), marks.get(number, {})) for number in numbers}
    suspects: list[Suspect] = []
    for number, rows in groupby(entries(), key=lambda row: row.lane):
        stopped, count = follow(walks[number], rows)
        report.entries += count
        fault = walks[number].fault
        if stopped and fault:
            suspects.append(Suspect(walks[number], fault, stopped, count))
    plain = [ended for walk in walks.values() if not walk.fault and (ended := walk.end())]
    gone = [Fault(Kind.CUT_OFF, number, 1, "列そのものがありません。") for number in numbers - set(lengths)]
    found = [*diagnose(suspects, entries()), *plain, *gone]
    report.faults = sorted(found, key=lambda fault: (fault.at is None, fault.at, fault.lane))


def follow(walk: Walk, rows: Iterable[Row]) -> tuple[Row | None, int]:
    """Goes along one lane as far as it is whole; gives the entry where it is not, and how many entries there are."""
    stopped, count = None, 0
    for row in rows:
        count += 1
        if stopped is None and not walk.step(row):
            stopped = row
    return stopped, count
