"""Acts and versions of one family's story, kept as the ledger keeps them, until they are written in a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from madoguchi.engines.people.api import ActKind, Batch


@dataclass(eq=False)
class Deed:
    """An act. ``columns`` are others of the act."""

    kind: ActKind
    event_on: date
    recorded_at: datetime
    cancels: Deed | None = None
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Row:
    """A version: of a person or of a household (``key``)."""

    table: str
    key: object
    opened: Deed
    since: date | None
    until: date | None
    values: dict[str, Any]
    closed: Deed | None = None


class Chronicle:
    """What happened, in the order of the record.

    ``present`` holds, by table and key, the row that stands now without an end. Rows are closed and started as
    ``foundation.history.ledger`` does; a row that its own act closes never was.
    """

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.rows: list[Row] = []
        self.present: dict[tuple[str, object], Row] = {}
        self.people: dict[object, str] = {}
        self.households: list[object] = []

    def start(
        self, table: str, key: object, deed: Deed, since: date | None, until: date | None = None, **values: Any
    ) -> Row:
        """Writes a new fact."""
        row = Row(table, key, deed, since, until, values)
        self.rows.append(row)
        if until is None:
            self.present[table, key] = row
        return row

    def close(self, row: Row, deed: Deed) -> None:
        """Takes a row out of the present record."""
        if self.present.get((row.table, row.key)) is row:
            del self.present[row.table, row.key]
        if row.opened is deed:
            self.rows.remove(row)
        else:
            row.closed = deed

    def amend(self, table: str, key: object, deed: Deed, since: date, **changes: Any) -> None:
        """Changes values of the present fact from a day on."""
        row = self.present[table, key]
        self.end(table, key, deed, since)
        begin = since if row.since is None or row.since < since else row.since
        self.start(table, key, deed, begin, None, **{**row.values, **changes})

    def end(self, table: str, key: object, deed: Deed, on: date) -> None:
        """Lets the present fact hold no longer from a day on; nothing where there is none."""
        row = self.present.get((table, key))
        if row is None:
            return
        self.close(row, deed)
        if row.since is None or row.since < on:
            self.start(table, key, deed, row.since, on, **row.values)

    def correct(self, table: str, key: object, deed: Deed, **changes: Any) -> None:
        """Changes values of everything that stands about the key, whenever it holds (a late correction)."""
        for row in [row for row in self.rows if row.table == table and row.key is key and row.closed is None]:
            self.close(row, deed)
            self.start(table, key, deed, row.since, row.until, **{**row.values, **changes})

    def undo(self, wrong: Deed, deed: Deed) -> None:
        """Makes the record stand as before an act. Nothing may rest on it."""
        for row in [row for row in self.rows if row.opened is wrong]:
            self.close(row, deed)
        for row in [row for row in self.rows if row.closed is wrong]:
            self.start(row.table, row.key, deed, row.since, row.until, **row.values)

    def write(self, batch: Batch) -> dict[object, int]:
        """Puts everything in a batch; gives the ids of its people."""
        persons = {key: batch.person(kind=kind) for key, kind in self.people.items()}
        households = {key: batch.household() for key in self.households}
        acts: dict[Deed, int] = {}
        for deed in self.deeds:
            cancels = {"cancels_id": acts[deed.cancels]} if deed.cancels else {}
            acts[deed] = batch.act(deed.kind, deed.event_on, deed.recorded_at, **deed.columns, **cancels)
        for row in self.rows:
            owner = {"person_id": persons[row.key]} if row.key in persons else {"household_id": households[row.key]}
            values = row.values
            if row.table == "membership":
                values = {**values, "household_id": households[values["household_id"]]}
            batch.put(
                row.table,  # type: ignore[arg-type]
                opened_by=acts[row.opened],
                closed_by=acts[row.closed] if row.closed else None,
                since=row.since,
                until=row.until,
                **owner,
                **values,
            )
        return persons
