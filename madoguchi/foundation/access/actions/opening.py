"""The first divisions, roles, purposes and grants of a town."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access.actor import Actor, require
from madoguchi.foundation.access.models import Change, Division, Grant, Purpose, Role
from madoguchi.foundation.access.town_data import AccessData, GrantData, NamedData
from madoguchi.foundation.audit.actions import record

from .changing import MANAGE, changing, signed


def bring(actor: Actor, *, data: AccessData) -> None:
    """Adds what the town's data name and the town does not have yet. Nothing that is there is changed.

    Raises Forbidden.
    """
    require(actor, MANAGE)
    with changing():
        added = {
            "roles": add_names(Role, data.roles),
            "purposes": add_names(Purpose, data.purposes),
            "divisions": add_divisions(data),
            "grants": sum(add_grant(actor, entry) for entry in data.grants),
        }
        if any(added.values()):
            record(actor, action="access.bring", subject="access:town", detail=dict(added))


def add_names(model: type[Role] | type[Purpose], entries: tuple[NamedData, ...]) -> int:
    """Roles or purposes that are not there."""
    there: set[str] = set(model.objects.values_list("code", flat=True))
    rows: list[Any] = [
        model(code=entry.code, name=entry.name, description=entry.description, order=order * 10)
        for order, entry in enumerate(entries, start=1)
        if entry.code not in there
    ]
    model.objects.bulk_create(rows)
    return len(rows)


def add_divisions(data: AccessData) -> int:
    """Divisions of which neither code nor name was ever in use."""
    found = {division.code: division for division in Division.objects.all()}
    names = {division.name for division in found.values()}
    new = [entry for entry in data.divisions if entry.code not in found and entry.name not in names]
    for entry in new:
        found[entry.code] = Division.objects.create(
            code=entry.code,
            name=entry.name,
            parent=found.get(entry.path[-2]) if len(entry.path) > 1 else None,
            path=list(entry.path),
            order=entry.order,
            valid=DateRange(entry.since, None),
        )
    return len(new)


def add_grant(actor: Actor, entry: GrantData) -> bool:
    """One grant of the town's data, unless the same was ever given; True where it was added."""
    today = timezone.localdate()
    role = Role.objects.filter(code=entry.role).first()
    division = Division.objects.on(today).filter(code=entry.division).first()
    same = Grant.objects.filter(right=entry.right, effect=entry.effect, role=role, division=division)
    if same.exists() or not (role or division):
        return False
    widens = entry.effect != Grant.Effect.WITHDRAW
    row = Grant(
        role=role,
        division=division,
        right=entry.right,
        effect=entry.effect,
        purposes=list(entry.purposes),
        valid=DateRange(today, None),
    )
    for column, value in signed(actor, reason=entry.reason, widens=widens).items():
        setattr(row, column, value)
    row.save()
    return row.state == Change.State.APPROVED
