"""Rights in words: what an appointment holds and why, what roles bring, what a change would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from madoguchi.foundation.access import Actor, queries, rules
from madoguchi.foundation.access.actions.appointments import rights_to_come
from madoguchi.foundation.access.models import Appointment, Grant, Purpose, Role
from madoguchi.foundation.registry import permission_names, systems

EVERYONE = Role(code=rules.STAFF, name="職員", description="発令のある職員ならだれでもできること。発令に書くまでもない")
"""What every appointment brings, shown as a role among the others; it is no row of the town's."""


@dataclass(frozen=True)
class Line:
    """One right of an appointment: ``because`` are roles and grants that bring it, ``against`` those that take it."""

    name: str
    right: str
    held: bool
    roles: tuple[str, ...]
    allowed: tuple[Grant, ...]
    withdrawn: tuple[Grant, ...]


def right_name(right: str) -> str:
    """The Japanese name of a right; the right itself where no manifest names it."""
    return permission_names().get(right, right)


def purpose_names(codes: Iterable[str]) -> list[str]:
    """The names of purposes."""
    return list(Purpose.objects.filter(code__in=list(codes)).values_list("name", flat=True))


def tables(
    actor: Actor, *, seats: Sequence[Appointment], on: date, purpose: str
) -> list[tuple[Appointment, list[Line]]]:
    """Each appointment of a day with its rights for a purpose, and the reason for each."""
    today = [seat for seat in seats if seat.valid.lower <= on and (seat.valid.upper is None or on < seat.valid.upper)]
    today.sort(key=lambda seat: not seat.is_main)
    names = {role.code: role.name for role in (EVERYONE, *queries.roles(actor))}
    found = [(seat, queries.grounds_of(actor, seat=seat, on=on, purpose=purpose)) for seat in today]
    ids = [key for _, grounds in found for ground in grounds for key in (*ground.allowed, *ground.withdrawn)]
    grants = queries.grants_by_id(actor, ids)
    return [(seat, [line(ground, names, grants) for ground in grounds]) for seat, grounds in found]


def line(ground: rules.Ground, names: dict[str, str], grants: dict[int, Grant]) -> Line:
    """A ground in words."""
    return Line(
        right_name(ground.right),
        ground.right,
        ground.held,
        tuple(names.get(role, role) for role in ground.roles),
        tuple(grants[key] for key in ground.allowed),
        tuple(grants[key] for key in ground.withdrawn),
    )


def coming(seat: Appointment) -> list[str]:
    """The names of the rights that an appointment would bring."""
    return sorted(right_name(right) for right in rights_to_come(seat))


@dataclass(frozen=True)
class Group:
    """A system with its rights, and for each right which of the roles hold it."""

    name: str
    rows: list[tuple[str, str, list[bool]]]


def role_table(roles: Sequence[str]) -> list[Group]:
    """For each system the rights that it gives to roles, in the order of the manifests."""
    return [
        Group(system.name, [(right_name(right), right, held(system.roles, right, roles)) for right in given])
        for system in systems()
        if (given := list(dict.fromkeys(right for rights in system.roles.values() for right in rights)))
    ]


def held(given: Mapping[str, tuple[str, ...]], right: str, roles: Sequence[str]) -> list[bool]:
    """Which of the roles hold a right in a system."""
    return [right in given.get(role, ()) for role in roles]
