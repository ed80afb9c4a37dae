"""Keeping months of the days that were counted."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from madoguchi.foundation.registry.indicators import Indicator, Measure

KEEP = """
WITH days AS (
  SELECT date_trunc('month', day)::date AS month, day, part, amount, base,
         max(day) OVER (PARTITION BY date_trunc('month', day)) AS last
    FROM indicators_dayvalue
   WHERE indicator = %(code)s AND day >= date_trunc('month', %(first)s::date)
     AND day < date_trunc('month', %(last)s::date) + interval '1 month'
), found AS (
  SELECT month, part, sum(amount) AS amount, sum(base) AS base
    FROM days WHERE NOT %(stock)s OR day = last GROUP BY month, part
), gone AS (
  DELETE FROM indicators_monthvalue kept
   WHERE indicator = %(code)s AND month >= date_trunc('month', %(first)s::date) AND month <= %(last)s
     AND NOT EXISTS (SELECT FROM found WHERE found.month = kept.month AND found.part = kept.part)
)
INSERT INTO indicators_monthvalue AS kept (indicator, month, part, amount, base)
SELECT %(code)s, month, part, amount, base FROM found
ON CONFLICT (indicator, month, part) DO UPDATE SET amount = excluded.amount, base = excluded.base
 WHERE (kept.amount, kept.base) IS DISTINCT FROM (excluded.amount, excluded.base)
"""


def keep_months(indicator: Indicator, since: date, until: date) -> None:
    """Adds up anew the months of the days from ``since`` before ``until``, out of the days that are kept."""
    last = until - timedelta(days=1)
    stock = indicator.measure == Measure.STOCK
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"code": indicator.code, "first": since, "last": last, "stock": stock})
