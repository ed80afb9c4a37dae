"""Today's rights of one member of staff, read from the database once: appointments, grants and purposes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import cached_property

from . import rules
from .actor import DETAIL, Actor, rights_by_role
from .models.appointments import Appointment
from .models.grants import Grant
from .models.roles import Purpose

if TYPE_CHECKING:
    from .models.users import User


class Rights:
    """What a member of staff may do today. At most three queries, whatever is asked of it and how often.

    ``chosen_id`` and ``chosen_purpose`` are what the session chose; an appointment that does not hold today counts as
    none.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.today = timezone.localdate()
        self.chosen_id: int | None = None
        self.chosen_purpose = ""
        self.worked_out: dict[tuple[int, str], frozenset[str]] = {}

    @cached_property
    def appointments(self) -> list[Appointment]:
        """The appointments of today, the main one first; none for a log-in that is closed."""
        if not self.user.is_active:
            return []
        return list(Appointment.objects.on(self.today).filter(user=self.user.pk).select_related("division"))

    @cached_property
    def grants(self) -> list[rules.Adjustment]:
        """The grants of today."""
        return adjustments_on(self.today) if self.appointments else []

    @cached_property
    def purposes(self) -> list[Purpose]:
        """The purposes of the town."""
        return list(Purpose.objects.all())

    @property
    def appointment(self) -> Appointment | None:
        """The appointment in which the member of staff acts: the chosen one, else the main one; None: no rights."""
        chosen = [each for each in self.appointments if each.pk == self.chosen_id]
        return next(iter([*chosen, *self.appointments]), None)

    def actor(self, purpose: str = "") -> Actor:
        """The member of staff as an actor, for a purpose: a code or a name of the town's, or other words."""
        known = self.purpose_named(purpose)
        name, user_id = self.user.name, self.user.pk
        said = purpose.replace(purpose.split(DETAIL)[0], known.name, 1) if known else purpose
        appointment = self.appointment
        if appointment is None:
            return Actor(user_id, name, purpose=said)
        return Actor(
            user_id,
            name,
            appointment.division.name,
            self.permissions(appointment, known.code if known else ""),
            said,
            post=appointment.post,
            appointment_id=appointment.pk,
        )

    def permissions(self, appointment: Appointment, purpose: str) -> frozenset[str]:
        """What an appointment of theirs may do today, for the purpose with a code ("" where none was said)."""
        key = (appointment.pk, purpose)
        if key not in self.worked_out:
            seat, by_role = seat_of(appointment), rights_by_role()
            self.worked_out[key] = rules.effective(seat, self.grants, by_role, on=self.today, purpose=purpose)
        return self.worked_out[key]

    def purpose_named(self, words: str) -> Purpose | None:
        """The purpose of the town that words begin with; None where they name none."""
        first = words.split(DETAIL)[0]
        return next((each for each in self.purposes if first in (each.code, each.name)), None) if first else None


def seat_of(appointment: Appointment) -> rules.Seat:
    """An appointment for the rules."""
    return rules.Seat(
        appointment.user_id, frozenset(appointment.division.path), frozenset(appointment.roles), period_of(appointment)
    )


def period_of(row: Appointment | Grant) -> rules.Period:
    """The days of a row for the rules."""
    return rules.Period(row.valid.lower, row.valid.upper)


def adjustment_of(grant: Grant) -> rules.Adjustment:
    """A grant for the rules; its role and division must have been read with it."""
    return rules.Adjustment(
        grant.pk,
        grant.right,
        grant.effect == Grant.Effect.ALLOW,
        period_of(grant),
        role=grant.role.code if grant.role else "",
        division=grant.division.code if grant.division else "",
        user_id=grant.user_id,
        purposes=frozenset(grant.purposes),
    )


def adjustments_on(day: date) -> list[rules.Adjustment]:
    """The grants that hold on a day: one query."""
    return [adjustment_of(grant) for grant in Grant.objects.on(day).select_related("role", "division")]
