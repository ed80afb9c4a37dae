"""The base of every table that keeps two times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class VersionQuerySet(models.QuerySet[Any]):
    """Reads of versions."""

    def known(self, at: datetime | None = None) -> Self:
        """Rows that stood in the record at a moment; without one, those that stand now."""
        return self.filter(recorded__upper_inf=True) if at is None else self.filter(recorded__contains=at)

    def on(self, day: date) -> Self:
        """Rows whose fact held on a day."""
        return self.filter(valid__contains=day)

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """What was so on ``day``, as known at ``known_at`` (now, if None)."""
        return self.known(known_at).on(day)


class Version(models.Model):
    """A fact with its two periods, both half open ``[from, to)``; an open end is unbounded.

    Concrete tables add the key, the values, and ``opened_by`` / ``closed_by``: the acts that wrote and superseded the
    row. The application's role may close a row and nothing else; and take away what the same act wrote (``Ledger``).
    """

    updatable: tuple[str, ...] = ("recorded", "closed_by")
    deletable = True

    valid = DateRangeField("事実の期間")
    recorded = DateTimeRangeField("記録の期間")

    versions = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "versions"
        default_manager_name = "versions"


def one_at_a_time(name: str, *keys: str, condition: Q | None = None) -> ExclusionConstraint:
    """Constraint: for one key no two rows hold at the same time in the same state of the record."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((key, RangeOperators.EQUAL) for key in keys),
            ("valid", RangeOperators.OVERLAPS),
            ("recorded", RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


def periods_filled(name: str) -> models.CheckConstraint:
    """Constraint: neither period is empty, and the recorded one has a beginning."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid__isempty=False) & Q(recorded__isempty=False) & Q(recorded__lower_inf=False),
    )
