"""What waits for a member of staff: decisions, in their own seats and in those they stand in for; what they owe to
read; what came back to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.engines.organisation.api import covers
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment

from ..models import Draft, Signatory, Standing, State, Viewing

SIZE = 30
MOST = 50


@dataclass(frozen=True)
class Waiting:
    """A seat that is asked: ``proxy`` where the actor would decide in another's place."""

    signatory: Signatory
    proxy: bool
    today: date

    @property
    def draft(self) -> Draft:
        """The draft that waits."""
        return self.signatory.draft

    @property
    def days(self) -> int:
        """Whole days since the seat is asked."""
        return (self.today - timezone.localdate(self.signatory.since)).days if self.signatory.since else 0

    @property
    def is_late(self) -> bool:
        """True where the drafter's deadline is over."""
        return self.draft.due_on is not None and self.draft.due_on < self.today


def my_seats(actor: Actor) -> set[int]:
    """The actor's own appointments of today; one query."""
    found = Appointment.objects.on(timezone.localdate()).filter(user=actor.user_id or 0)
    return set(found.values_list("pk", flat=True))


def my_places(actor: Actor) -> tuple[set[int], set[int]]:
    """Appointments in which the actor may decide now: their own, and those they stand in for."""
    own = my_seats(actor)
    covered = {seat.appointment_id for seat in covers(actor.user_id or 0, timezone.now())} if own else set()
    return own, covered - own


def asked(actor: Actor, own: set[int], covered: set[int]) -> QuerySet[Signatory]:
    """The seats that are asked, in the order in which they came on their way; none of one's own drafts."""
    rows = Signatory.objects.filter(state=Standing.WAITING, appointment__in=own | covered)
    return rows.exclude(draft__drafter=actor.user_id or 0)


def inbox(actor: Actor, *, after: int = 0, size: int = SIZE) -> list[Waiting]:
    """The next ``size`` + 1 decisions that wait for the actor, the oldest first, after the key of a seat."""
    own, covered = my_places(actor)
    rows = asked(actor, own, covered).filter(pk__gt=after).select_related("draft", "step").order_by("pk")
    today = timezone.localdate()
    return [Waiting(row, row.appointment_id not in own, today) for row in rows[: size + 1]]


def waiting_in(actor: Actor, draft: Draft) -> list[Waiting]:
    """The seats of one draft in which the actor may decide now."""
    own, covered = my_places(actor)
    rows = asked(actor, own, covered).filter(draft=draft).select_related("draft", "step").order_by("pk")
    found = [Waiting(row, row.appointment_id not in own, timezone.localdate()) for row in rows]
    return sorted(found, key=lambda each: each.proxy)


def owed_reading(actor: Actor) -> list[Viewing]:
    """後閲 and 回覧 that the actor has not done, the oldest first."""
    rows = Viewing.objects.filter(user=actor.user_id or 0, seen_at=None).select_related("draft", "act")
    return list(rows.order_by("pk")[:MOST])


def came_back(actor: Actor) -> list[Draft]:
    """The actor's drafts that were sent back to them, the latest first."""
    return list(Draft.objects.filter(drafter=actor.user_id or 0, state=State.RETURNED).order_by("-pk")[:MOST])


@dataclass(frozen=True)
class Counts:
    """How much waits, for the dashboard."""

    asked: int
    proxy: int
    reading: int
    returned: int
    late: int


def counts(actor: Actor) -> Counts:
    """How much waits for the actor."""
    own, covered = my_places(actor)
    rows = list(asked(actor, own, covered).values_list("appointment", "draft__due_on"))
    user, today = actor.user_id or 0, timezone.localdate()
    return Counts(
        asked=sum(seat in own for seat, _ in rows),
        proxy=sum(seat not in own for seat, _ in rows),
        reading=Viewing.objects.filter(user=user, seen_at=None).count(),
        returned=Draft.objects.filter(drafter=user, state=State.RETURNED).count(),
        late=sum(due is not None and due < today for _, due in rows),
    )
