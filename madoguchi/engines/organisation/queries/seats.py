"""Seats and divisions as of a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from madoguchi.foundation.access.models import Appointment, Division

from ..seats import Seat
from ..town_data import organisation

HEAD = "head"
COLUMNS = (
    "pk", "user_id", "user__name", "division_id", "division__name", "post", "roles", "is_main", "division__code",
    "division__path",
)  # fmt: skip


def appointments_on(on: date) -> QuerySet[Appointment]:
    """The appointments of a day: divisions in their order, 本務 first."""
    found: QuerySet[Appointment] = Appointment.objects.on(on)
    return found.order_by("division__order", "division__code", "-is_main", "user__username")


def as_seats(found: QuerySet[Appointment]) -> list[Seat]:
    """Appointments as seats; one query."""
    return [
        Seat(pk, user, name, division, called, post, tuple(roles), is_main, code, tuple(path))
        for pk, user, name, division, called, post, roles, is_main, code, path in found.values_list(*COLUMNS)
    ]


def by_rank(found: QuerySet[Appointment]) -> list[Seat]:
    """Seats by the town's order of posts within each division; divisions stay in the order in which they come."""
    data, seats = organisation(), as_seats(found)
    places: dict[int, int] = {}
    for seat in seats:
        places.setdefault(seat.division_id, len(places))
    return sorted(seats, key=lambda seat: (places[seat.division_id], data.rank(seat.post), not seat.is_main))


def seats(ids: Collection[int], on: date) -> dict[int, Seat]:
    """Appointment → its seat on a day; two queries. One that does not hold then is left out, unless a reorganisation
    carried it on: then the seat is that of the same person in the same post of the division with the same code."""
    asked = {each.pk: each for each in Appointment.objects.filter(pk__in=set(ids)).select_related("division")}
    people = {each.user_id for each in asked.values()}
    now = as_seats(appointments_on(on).filter(user__in=people))
    return {
        pk: found
        for pk, each in asked.items()
        if (found := next((seat for seat in now if is_same(seat, each)), None)) is not None
    }


def is_same(seat: Seat, appointment: Appointment) -> bool:
    """True where a seat is that appointment, or goes on from it."""
    if seat.appointment_id == appointment.pk:
        return True
    there = (appointment.user_id, appointment.division.code, appointment.post)
    return appointment.state == appointment.State.APPROVED and (seat.user_id, *seat.place) == there


def seat(appointment_id: int, on: date) -> Seat | None:
    """The seat of one appointment on a day; None where it does not hold then. See ``seats``."""
    return seats([appointment_id], on).get(appointment_id)


def seats_of(user_id: int, on: date) -> tuple[Seat, ...]:
    """The seats of a member of staff on a day, the main one first; one query."""
    return tuple(as_seats(appointments_on(on).filter(user=user_id).order_by("-is_main", "pk")))


def last_seats(ids: Collection[int]) -> dict[int, Seat]:
    """Appointment → its seat as it is written, whether it holds today or not; one query."""
    return {seat.appointment_id: seat for seat in as_seats(Appointment.objects.filter(pk__in=set(ids)))}


def seats_in(division_id: int, on: date, *, role: str = "", post: str = "") -> tuple[Seat, ...]:
    """Who sits in a division itself on a day, by the town's order of posts; of a role or in a post where these are
    given. One query. A division that was renamed or moved since is the one with the same code on that day."""
    code = Division.objects.filter(pk=division_id).values("code")
    found = appointments_on(on).filter(division__code__in=code)
    found = found.filter(roles__contains=[role]) if role else found
    return tuple(by_rank(found.filter(post=post) if post else found))


def heads_of(division_id: int, on: date) -> tuple[Seat, ...]:
    """Who leads a division on a day: the role ``head`` in the division itself."""
    return seats_in(division_id, on, role=HEAD)


def line_of(division_id: int, on: date) -> tuple[Division, ...]:
    """A division and those above it on a day, up to the top; two queries. Empty where it does not exist then."""
    code = Division.objects.filter(pk=division_id).values("code")
    found = Division.objects.on(on).filter(code__in=code).first()
    if found is None:
        return ()
    above = {each.code: each for each in Division.objects.on(on).filter(code__in=found.path)}
    return tuple(above[code] for code in reversed(found.path) if code in above)


def in_or_below(codes: Collection[str]) -> Q:
    """Condition: an appointment in one of these divisions or directly below one."""
    return Q(division__code__in=codes) | Q(division__parent__code__in=codes)


def led_people(code: str, on: date) -> dict[int, str]:
    """Member of staff → name and division, of everyone in a division and below it on a day; of the whole town for "".
    One query."""
    found = appointments_on(on).order_by("division__path", "-is_main", "user__username")
    found = found.filter(division__path__contains=[code]) if code else found
    people: dict[int, str] = {}
    for seat in as_seats(found):
        people.setdefault(seat.user_id, f"{seat.name}（{seat.division}　{seat.post}）")
    return people
