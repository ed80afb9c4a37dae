"""Reads of staff and their rights. Each needs ``access.view``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from . import rules
from .actor import Actor, require, rights_by_role
from .models import Appointment, Change, Division, Grant, Role, User
from .rights import adjustments_on, seat_of

VIEW = "access.view"
WAITING = Change.State.WAITING


@dataclass
class Node:
    """A division with who sits there today and the divisions below it."""

    division: Division
    seats: list[Appointment] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many appointments there are in it and below it."""
        return len(self.seats) + sum(node.total for node in self.below)

    @property
    def heads(self) -> list[Appointment]:
        """Those who lead it: who bear the role of a head there."""
        return [seat for seat in self.seats if "head" in seat.roles]


def tree(actor: Actor, *, on: date) -> list[Node]:
    """The divisions of a day as a tree, with their appointments: two queries. Raises Forbidden."""
    require(actor, VIEW)
    nodes = {division.pk: Node(division) for division in Division.objects.on(on)}
    for seat in Appointment.objects.on(on).select_related("user", "division").order_by("-is_main", "user__username"):
        if seat.division_id in nodes:
            nodes[seat.division_id].seats.append(seat)
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.division.parent_id or 0)
        (above.below if above else roots).append(node)
    return roots


def division(actor: Actor, *, division_id: int) -> Division:
    """One division. Raises Forbidden, Division.DoesNotExist."""
    require(actor, VIEW)
    return Division.objects.select_related("parent").get(pk=division_id)


def seats_in(actor: Actor, *, division: Division) -> list[Appointment]:
    """Every approved appointment of a division that has not ended: those of today first. Raises Forbidden."""
    require(actor, VIEW)
    today = timezone.localdate()
    goes_on = Q(valid__upper_inf=True) | Q(valid__endswith__gt=today)
    found = Appointment.objects.filter(goes_on, division=division, state=Change.State.APPROVED)
    return list(found.select_related("user", "division").order_by("valid__startswith", "-is_main", "user__username"))


def staff_page(actor: Actor, *, words: str = "", after: str = "", size: int = 30) -> list[User]:
    """Members of staff whose name, number or division of today holds each word; the next ``size`` + 1 after a user
    name, each with today's appointments as ``seats``. Three queries. Raises Forbidden."""
    require(actor, VIEW)
    today = timezone.localdate()
    found = User.objects.filter(is_staff=True, username__gt=after)
    for word in words.split():
        there = Appointment.objects.on(today).filter(division__name__icontains=word).values("user")
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word) | Q(pk__in=there))
    seats = Appointment.objects.on(today).select_related("division")
    return list(
        found.prefetch_related(Prefetch("appointments", seats, to_attr="seats")).order_by("username")[: size + 1]
    )


def member(actor: Actor, *, user_id: int) -> User:
    """One member of staff. Raises Forbidden, User.DoesNotExist."""
    require(actor, VIEW)
    return User.objects.get(pk=user_id, is_staff=True)


def career(actor: Actor, *, user: User) -> list[Appointment]:
    """Every appointment of a member of staff, the latest first; also those refused and taken back. Raises Forbidden."""
    require(actor, VIEW)
    return list(
        Appointment.objects.filter(user=user)
        .select_related("division")
        .order_by("-valid__startswith", "-is_main", "-pk")
    )


def appointment(actor: Actor, *, appointment_id: int) -> Appointment:
    """One appointment with its member of staff. Raises Forbidden, Appointment.DoesNotExist."""
    require(actor, VIEW)
    return Appointment.objects.select_related("user", "division").get(pk=appointment_id)


def grounds_of(actor: Actor, *, seat: Appointment, on: date, purpose: str) -> list[rules.Ground]:
    """Why an appointment holds each right on a day for a purpose, or lost it: one query. Raises Forbidden."""
    require(actor, VIEW)
    found = rules.grounds(seat_of(seat), adjustments_on(on), rights_by_role(), on=on, purpose=purpose)
    return list(found.values())


def grants(actor: Actor, *, ended: bool = False) -> QuerySet[Grant]:
    """Grants that hold or will hold, or those that are over. Raises Forbidden."""
    require(actor, VIEW)
    today = timezone.localdate()
    lifted = Q(effect=Grant.Effect.LIFT, state=Change.State.APPROVED)
    goes_on = Q(valid__upper_inf=True) | Q(valid__endswith__gt=today)
    current = Q(state__in=[WAITING, Change.State.APPROVED]) & ~lifted & goes_on
    found = Grant.objects.select_related("role", "division", "user", "lifts")
    return found.exclude(pk__in=Grant.objects.filter(current)) if ended else found.filter(current)


def grant(actor: Actor, *, grant_id: int) -> Grant:
    """One grant. Raises Forbidden, Grant.DoesNotExist."""
    require(actor, VIEW)
    return Grant.objects.select_related("role", "division", "user", "lifts").get(pk=grant_id)


def grants_by_id(actor: Actor, ids: Iterable[int]) -> dict[int, Grant]:
    """Id → grant. Raises Forbidden."""
    require(actor, VIEW)
    return {row.pk: row for row in Grant.objects.filter(pk__in=set(ids)).select_related("role", "division", "user")}


def waiting(actor: Actor) -> tuple[list[Appointment], list[Grant]]:
    """Appointments and grants that wait for a second person, the oldest first. Raises Forbidden."""
    require(actor, VIEW)
    seats = Appointment.objects.filter(state=WAITING).select_related("user", "division").order_by("pk")
    rows = Grant.objects.filter(state=WAITING).select_related("role", "division", "user", "lifts").order_by("pk")
    return list(seats), list(rows)


def roles(actor: Actor) -> list[Role]:
    """The roles of the town. Raises Forbidden."""
    require(actor, VIEW)
    return list(Role.objects.all())


def bearers(actor: Actor, *, on: date) -> dict[str, int]:
    """Role code → how many appointments of a day bring it. Raises Forbidden."""
    require(actor, VIEW)
    counts: dict[str, int] = {}
    for held in Appointment.objects.on(on).values_list("roles", flat=True):
        for role in (rules.STAFF, *held):
            counts[role] = counts.get(role, 0) + 1
    return counts


def ending(actor: Actor, *, until: date) -> QuerySet[Appointment]:
    """Approved appointments that end from tomorrow to a day, the next to end first. Raises Forbidden."""
    require(actor, VIEW)
    found = Appointment.objects.on(timezone.localdate()).filter(valid__endswith__lte=until)
    return found.select_related("user", "division").order_by("valid__endswith", "user__username")
