"""What an appointment may do on a day, for a purpose: pure, dates passed in.

Roles hold rights by the systems' manifests; one of them, ``staff``, comes with every appointment. Grants adjust that:
an allowing grant adds one right, a withdrawing grant takes one away, and what is withdrawn stays so whatever else
allows it. So the order of grants never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

ByRole = Mapping[str, frozenset[str]]
STAFF = "staff"
"""The role of everyone at work here: nobody is appointed to it, and what it brings widens no one's rights."""


@dataclass(frozen=True)
class Period:
    """Days from ``start`` until before ``end``; None: without end on that side."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """True on every day of the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Seat:
    """An appointment as the rules see it.

    Attributes:
        divisions: codes of the division and of all divisions above it.
        roles: codes of the roles that the appointment brings.
    """

    user_id: int
    divisions: frozenset[str]
    roles: frozenset[str]
    valid: Period


@dataclass(frozen=True)
class Adjustment:
    """A grant as the rules see it.

    It reaches an appointment where everything that it names (role, division, member of staff) is so; a division stands
    for all below it too. With ``purposes`` it holds for these only.
    """

    id: int
    right: str
    allows: bool
    valid: Period
    role: str = ""
    division: str = ""
    user_id: int | None = None
    purposes: frozenset[str] = frozenset()

    def reaches(self, seat: Seat) -> bool:
        """True where the grant is about this appointment."""
        return (
            (not self.role or self.role in seat.roles)
            and (not self.division or self.division in seat.divisions)
            and (self.user_id is None or self.user_id == seat.user_id)
        )

    def holds(self, on: date, purpose: str) -> bool:
        """True on a day of its period, for a purpose."""
        return self.valid.holds(on) and self.holds_for(purpose)

    def holds_for(self, purpose: str) -> bool:
        """True where the grant is not bound to purposes, or bound to this one.

        "" is the purpose that was not said: who does not say it gains nothing that is bound, and loses all that is.
        """
        if not self.purposes:
            return True
        return purpose in self.purposes if purpose else not self.allows


@dataclass(frozen=True)
class Ground:
    """Why a right is held or not: roles that bring it, grants that allow it, grants that withdraw it."""

    right: str
    roles: tuple[str, ...] = ()
    allowed: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()

    @property
    def held(self) -> bool:
        """True where something brings the right and nothing withdraws it."""
        return bool(self.roles or self.allowed) and not self.withdrawn


def grounds(
    seat: Seat, adjustments: Iterable[Adjustment], by_role: ByRole, *, on: date, purpose: str
) -> dict[str, Ground]:
    """Right → its ground, for every right that a role or a grant speaks of; none outside the appointment's days."""
    if not seat.valid.holds(on):
        return {}
    applying = [each for each in adjustments if each.reaches(seat) and each.holds(on, purpose)]
    brought = {role: by_role.get(role, frozenset()) for role in sorted(seat.roles | {STAFF})}
    rights = {right for held in brought.values() for right in held} | {each.right for each in applying}
    return {right: ground(right, brought, applying) for right in sorted(rights)}


def ground(right: str, brought: ByRole, applying: Iterable[Adjustment]) -> Ground:
    """The ground of one right."""
    about = [each for each in applying if each.right == right]
    return Ground(
        right,
        roles=tuple(role for role, held in brought.items() if right in held),
        allowed=tuple(sorted(each.id for each in about if each.allows)),
        withdrawn=tuple(sorted(each.id for each in about if not each.allows)),
    )


def effective(
    seat: Seat, adjustments: Iterable[Adjustment], by_role: ByRole, *, on: date, purpose: str = ""
) -> frozenset[str]:
    """The rights that the appointment holds on a day for a purpose."""
    found = grounds(seat, adjustments, by_role, on=on, purpose=purpose)
    return frozenset(right for right, why in found.items() if why.held)


def could_hold(seat: Seat, adjustments: Iterable[Adjustment], by_role: ByRole) -> frozenset[str]:
    """The rights beyond those of all staff that the appointment may come to hold, on whatever day and for whatever
    purpose."""
    brought = {right for role in seat.roles for right in by_role.get(role, frozenset())}
    allowed = {each.right for each in adjustments if each.allows and each.reaches(seat)}
    return frozenset(brought | allowed) - by_role.get(STAFF, frozenset())


def widens(before: Seat, after: Seat, adjustments: Iterable[Adjustment], by_role: ByRole) -> bool:
    """True where an appointment that goes on in another place may come to hold what it could not before: a right is
    added, or a withdrawal no longer reaches it."""
    grants = tuple(adjustments)
    if could_hold(after, grants, by_role) - could_hold(before, grants, by_role):
        return True
    return any(each.reaches(before) and not each.reaches(after) for each in grants if not each.allows)


@dataclass(frozen=True)
class Office:
    """Everyone's appointments and all grants, to see who is left with a right after a change."""

    seats: tuple[Seat, ...]
    adjustments: tuple[Adjustment, ...] = ()
    by_role: ByRole = field(default_factory=dict)

    def holders(self, right: str, on: date) -> frozenset[int]:
        """The members of staff who hold a right on a day, whatever their purpose."""
        return frozenset(
            seat.user_id for seat in self.seats if right in effective(seat, self.adjustments, self.by_role, on=on)
        )

    def days_of_change(self, since: date) -> frozenset[date]:
        """The day itself, and each later one on which an appointment or a grant begins or ends."""
        periods = [*(seat.valid for seat in self.seats), *(each.valid for each in self.adjustments)]
        edges = {edge for period in periods for edge in (period.start, period.end) if edge and edge > since}
        return frozenset({since, *edges})


def first_day_without(right: str, before: Office, after: Office, *, since: date) -> date | None:
    """The first day on which a change leaves nobody with a right that someone would hold without the change."""
    days = before.days_of_change(since) | after.days_of_change(since)
    return next((day for day in sorted(days) if before.holders(right, day) and not after.holders(right, day)), None)
