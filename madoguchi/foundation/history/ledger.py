"""The only way to write versions: one ledger for one act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange  # type: ignore[import-untyped]

from .models import Version


class Act(Protocol):
    """What the ledger asks of an act."""

    pk: Any
    recorded_at: datetime


class Ledger:
    """Opens and closes versions in the name of one act. The caller holds the locks and the transaction."""

    def __init__(self, act: Act) -> None:
        self.act = act

    def start(self, row: Version, since: date | None, until: date | None = None) -> Version:
        """Writes a new fact that holds from ``since`` until ``until`` (None: open)."""
        row.valid = DateRange(since, until)
        row.recorded = DateTimeTZRange(self.act.recorded_at, None)
        row.opened_by_id, row.closed_by_id = self.act.pk, None  # type: ignore[attr-defined]
        row.save(force_insert=True)
        return row

    def close(self, row: Version) -> None:
        """Takes a row out of the present record; it stays readable as of before this act."""
        if row.opened_by_id == self.act.pk:  # type: ignore[attr-defined]
            row.delete()  # written in this very transaction: it never was in the record
            return
        row.recorded = DateTimeTZRange(row.recorded.lower, self.act.recorded_at)
        row.closed_by_id = self.act.pk  # type: ignore[attr-defined]
        row.save(update_fields=["recorded", "closed_by"])

    def amend(self, rows: Iterable[Version], since: date, until: date | None = None, /, **changes: object) -> None:
        """Changes values of the given present rows within ``[since, until)``; outside of it they stay as they were."""
        for row in overlapping(rows, since, until):
            lower, upper = row.valid.lower, row.valid.upper
            self.close(row)
            if lower is None or lower < since:
                self.start(copy_of(row), lower, since)
            inner_upper = upper if until is None or (upper is not None and upper <= until) else until
            self.start(copy_of(row, **changes), latest(lower, since), inner_upper)
            if until is not None and (upper is None or until < upper):
                self.start(copy_of(row), until, upper)

    def end(self, rows: Iterable[Version], on: date) -> None:
        """Lets the given present rows hold no longer from ``on``."""
        for row in overlapping(rows, on, None):
            lower = row.valid.lower
            self.close(row)
            if lower is None or lower < on:
                self.start(copy_of(row), lower, on)

    def undo(self, act: Act, models: Iterable[type[Any]]) -> None:
        """Makes the record stand as before ``act``; no later act may rest on it any more (see ``later_acts``).

        A fact that is restored bears the act that first wrote it: undoing that one too finds it again.
        """
        tables = list(models)
        for model in tables:
            for row in model.versions.filter(opened_by=act.pk, closed_by__isnull=True):
                self.close(row)
        for model in tables:
            for row in model.versions.filter(closed_by=act.pk):
                self.restore(row)

    def restore(self, row: Version) -> None:
        """Brings a superseded fact back into the present record."""
        again = copy_of(row, recorded=DateTimeTZRange(self.act.recorded_at, None), closed_by_id=None)
        again.save(force_insert=True)


def later_acts(act: Act, models: Iterable[type[Any]]) -> set[int]:
    """Ids of the acts that changed what ``act`` wrote. Those undone since are among them: the caller leaves them
    out.
    """
    return {
        closer
        for model in models
        for closer in model.versions.filter(opened_by=act.pk, closed_by__isnull=False).values_list(
            "closed_by", flat=True
        )
    }


def overlapping(rows: Iterable[Version], since: date, until: date | None) -> list[Version]:
    """Those of the rows whose fact holds on some day of ``[since, until)``."""
    return [
        row
        for row in rows
        if (row.valid.upper is None or row.valid.upper > since)
        and (until is None or row.valid.lower is None or row.valid.lower < until)
    ]


def copy_of(row: Version, **changes: object) -> Version:
    """An unsaved copy of a row with some values changed."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{field.attname: getattr(row, field.attname) for field in fields}, **changes})


def latest(lower: date | None, since: date) -> date:
    """The later of a period's beginning and a day."""
    return since if lower is None or lower < since else lower
