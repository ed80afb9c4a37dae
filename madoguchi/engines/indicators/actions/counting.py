"""Counting anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.registry.indicators import Indicator, Measure, indicators

from ..models import Counting
from ..permissions import COUNT
from .months import keep_months

YEARS = 10
"""So many fiscal years are counted where nobody names a first day; what is older stays as it was counted."""
KEEP = """
WITH found AS MATERIALIZED (
  SELECT day, part, round(amount, 3) AS amount, base FROM ({sql}) counted (day, part, amount, base)
   WHERE day >= %(since)s AND day < %(until)s AND (amount <> 0 OR base IS NOT NULL OR %(stock)s)
), gone AS (
  DELETE FROM indicators_dayvalue kept
   WHERE indicator = %(code)s AND day >= %(since)s AND day < %(until)s
     AND NOT EXISTS (SELECT FROM found WHERE found.day = kept.day AND found.part = kept.part)
  RETURNING 1
), put AS (
  INSERT INTO indicators_dayvalue AS kept (indicator, day, part, amount, base)
  SELECT %(code)s, day, part, amount, base FROM found
  ON CONFLICT (indicator, day, part) DO UPDATE SET amount = excluded.amount, base = excluded.base
   WHERE (kept.amount, kept.base) IS DISTINCT FROM (excluded.amount, excluded.base)
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put)
"""
Tell = Callable[[int, int], None]


def count_anew(
    actor: Actor,
    *,
    codes: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
    tell: Tell = lambda done, total: None,
) -> Mapping[str, int]:
    """Counts indicators (all where none are named) for the days from ``since`` before ``until`` (tomorrow where not
    given); gives how many day values have changed. Doing it again changes nothing; other days stay.

    Each indicator is its own transaction: a counting that is cut short is simply asked for again.
    Raises Forbidden; KeyError for an unknown code; ValueError for a period without days.
    """
    require(actor, COUNT)
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = until or tomorrow
    first = since or first_day(last)
    if first >= last:
        raise ValueError("a period of no days")
    chosen = [indicators()[code] for code in codes] if codes else list(indicators().values())
    changed = {}
    for number, indicator in enumerate(chosen, start=1):
        changed[indicator.code] = count_one(indicator, first, last)
        tell(number, len(chosen))
    detail: dict[str, object] = {"since": str(first), "until": str(last), "changed": sum(changed.values())}
    record(actor, action=COUNT, subject="indicators", detail=detail)
    return changed


def first_day(until: date) -> date:
    """Where a counting of everything begins."""
    return fiscal_year_span(fiscal_year(until) - YEARS + 1).first


@transaction.atomic
def count_one(indicator: Indicator, since: date, until: date) -> int:
    """One indicator; two countings of the same one go one after the other."""
    now = timezone.now()
    row, _ = Counting.objects.select_for_update().get_or_create(
        indicator=indicator.code, defaults={"since": since, "until": until, "counted_at": now}
    )
    with connection.cursor() as cursor:
        period: dict[str, date] = {"since": since, "until": until}
        stock = indicator.measure == Measure.STOCK
        cursor.execute(KEEP.format(sql=indicator.sql), {**period, "code": indicator.code, "stock": stock})
        changed = int(cursor.fetchone()[0])
    keep_months(indicator, since, until)
    row.since, row.until, row.counted_at = min(row.since, since), max(row.until, until), now
    row.save()
    return changed
