"""Putting a load in force, for real or to see what it would do: in the caller's transaction."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.actions.appointing_many import (
    Asker,
    Wish,
    appoint_many,
    approve_many,
    place_all,
)
from madoguchi.foundation.access.actions.changing import changing
from madoguchi.foundation.access.actions.reorganising import reorganise
from madoguchi.foundation.access.models import Change
from madoguchi.foundation.access.restructuring import Unit

from ..files.reading import Line
from ..files.transfers import wishes_of
from ..models import Load
from .showing import Shown, of_divisions, of_transfers


def units_in(load: Load) -> list[Unit]:
    """The divisions of a load."""
    return [Unit(row["code"], row["name"], row["parent"], row["order"]) for row in load.rows]


def wishes_in(load: Load) -> list[Wish]:
    """The appointments of a load, read against the town of now. Raises Faulty."""
    return wishes_of([Line(row["line"], row["cells"]) for row in load.rows])


def dry_run(actor: Actor, load: Load) -> Shown:
    """What a load does, as if it were decided already. The caller takes it back.

    Raises Forbidden, Refused, ManyRefused, Faulty.
    """
    if load.kind == Load.Kind.DIVISIONS:
        return perform_divisions(actor, load)
    wishes = wishes_in(load)
    with changing():
        return of_transfers(
            place_all(wishes, barred=(load.loaded_by,), columns=lambda widens: as_decided(load, widens))
        )


def as_decided(load: Load, widens: bool) -> dict[str, object]:
    """The columns of an appointment that someone will have decided."""
    return {
        "reason": load.title,
        "widens": widens,
        "asked_by": load.loaded_by,
        "asker": load.loader,
        "state": Change.State.APPROVED,
        "decided_at": timezone.now(),
    }


def perform_divisions(actor: Actor, load: Load) -> Shown:
    """The reorganisation of a load. Raises Forbidden, Refused."""
    assert load.day
    units = units_in(load)
    return of_divisions(reorganise(actor, day=load.day, units=units, reason=load.title), units)


def perform_transfers(actor: Actor, load: Load) -> Shown:
    """The transfers of a load that bring no right. Raises Forbidden, Refused, ManyRefused, Faulty."""
    return of_transfers(appoint_many(actor, wishes=wishes_in(load), reason=load.title, subject=f"load:{load.pk}"))


def approve_transfers(actor: Actor, load: Load) -> Shown:
    """The transfers of a load, approved by a second person. Raises Forbidden, Refused, ManyRefused, Faulty."""
    asker = Asker(load.loaded_by, load.loader)
    found = approve_many(actor, wishes=wishes_in(load), reason=load.title, asker=asker, subject=f"load:{load.pk}")
    return of_transfers(found)
