"""Giving numbers."""

from datetime import date

from django.db import connection

NEXT = """
INSERT INTO numbering_dailynumber (series, day, last) VALUES (%s, %s, 1)
ON CONFLICT (series, day) DO UPDATE SET last = numbering_dailynumber.last + 1
RETURNING last
"""


def next_of_day(series: str, day: date) -> int:
    """The next number of a series on a day, from 1.

    Others who ask wait until the transaction ends; if it is undone, the number is free again.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series, day])
        return int(cursor.fetchone()[0])
