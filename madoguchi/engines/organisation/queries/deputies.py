"""Who may decide in whose place at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.foundation.access.models import Appointment, Change, Division

from ..models import Deputy
from ..rules.deputising import Chosen, stand_ins
from ..seats import Seat
from ..town_data import organisation
from .absences import away
from .seats import appointments_on, as_seats, in_or_below

WHOLE = ("division", "by_division", "appointment__user", "appointment__division", "by_appointment__user",
         "by_appointment__division")  # fmt: skip


def deputies_of(seat: Seat, at: datetime) -> tuple[Seat, ...]:
    """Who may decide in the place of a seat (代決) at a time; empty unless its holder is away or it is vacant.

    The first rank of the order in which anyone is present: several only where several hold the same rank. Deputies who
    are away themselves are passed over; nobody stands in for oneself in another seat.
    """
    return deputies_for([seat], at)[seat]


def deputies_for(seats: Collection[Seat], at: datetime) -> dict[Seat, tuple[Seat, ...]]:
    """``deputies_of`` for many seats at once; four queries."""
    day, absent = timezone.localdate(at), away(at)
    asked = unattended(seats, absent, day)
    found: dict[Seat, tuple[Seat, ...]] = dict.fromkeys(seats, ())
    if asked:
        chosen = chosen_for(asked, day)
        office, usual = office_of(asked, chosen, day), organisation().usual
        found |= {seat: stand_ins(seat, office, chosen, usual, absent) for seat in asked}
    return found


def unattended(seats: Iterable[Seat], absent: Collection[int], day: date) -> list[Seat]:
    """Those of the seats whose holder is away, and the vacant ones: their holder has left, and no other holds the post
    there. One query."""
    codes = {seat.division_code for seat in seats}
    rows = Appointment.objects.on(day).filter(division__code__in=codes).values_list("division__code", "post", "user")
    holders: dict[tuple[str, str], set[int]] = {}
    for code, post, user in rows:
        holders.setdefault((code, post), set()).add(user)
    return [seat for seat in seats if needs_another(seat, holders.get(seat.place, set()), absent)]


def needs_another(seat: Seat, holders: Collection[int], absent: Collection[int]) -> bool:
    """True where the seat's own holder is away, or nobody at all holds its place."""
    return seat.user_id in absent if seat.user_id in holders else not holders


def chosen_for(seats: Iterable[Seat], day: date) -> list[Chosen]:
    """The deputies that were set for the seats or their posts; one query."""
    codes = {seat.division_code for seat in seats}
    return [as_chosen(each) for each in Deputy.objects.on(day).filter(division__code__in=codes).select_related(*WHOLE)]


def as_chosen(row: Deputy) -> Chosen:
    """A row for the rules."""
    return Chosen(
        division=row.division.code,
        by_division=row.by_division.code,
        order=row.order,
        user_id=row.appointment.user_id if row.appointment else None,
        post=row.post,
        by_user_id=row.by_appointment.user_id if row.by_appointment else None,
        by_post=row.by_post,
    )


def office_of(seats: Iterable[Seat], chosen: Iterable[Chosen], day: date) -> list[Seat]:
    """The seats of a day that may be asked to stand in; one query."""
    codes = {seat.division_code for seat in seats}
    named = {each.by_division for each in chosen}
    found = appointments_on(day).filter(in_or_below(codes) | Q(division__code__in=named))
    return as_seats(found)


def deputies_set(division: Division, since: date) -> QuerySet[Deputy]:
    """The deputies that were set for a division and have not ended, by post and order."""
    open_ended = Q(valid__upper_inf=True) | Q(valid__endswith__gt=since)
    found = Deputy.objects.filter(open_ended, division__code=division.code, cancelled=False)
    return found.select_related(*WHOLE).order_by("appointment", "post", "order", "valid")


def covers(user_id: int, at: datetime) -> tuple[Seat, ...]:
    """The seats in whose place a member of staff may decide at a time: seats whose holder is away, and vacant ones (as
    their last holder had them). Eight queries at most."""
    day = timezone.localdate(at)
    mine = as_seats(appointments_on(day).filter(user=user_id))
    if not mine:
        return ()
    codes = asking_codes(mine, day)
    there = as_seats(appointments_on(day).filter(division__code__in=codes))
    seats = [*(seat for seat in there if seat.user_id != user_id), *left_empty(codes, there, day)]
    found = deputies_for(seats, at)
    return tuple(seat for seat in seats if any(each.user_id == user_id for each in found[seat]))


def asking_codes(mine: Sequence[Seat], day: date) -> set[str]:
    """Codes of the divisions in which someone might be stood in for from one of the seats; one query."""
    here = {seat.division_code for seat in mine}
    asking = Deputy.objects.on(day).filter(by_division__code__in=here).values_list("division__code", flat=True)
    return {*asking, *here, *(seat.above for seat in mine if seat.above)}


def left_empty(codes: Collection[str], there: Sequence[Seat], day: date) -> list[Seat]:
    """The last holder's seat of each place that nobody holds on a day; one query.

    Only posts for which deputies are known: a post that no longer exists is not vacant.
    """
    over = Appointment.objects.filter(state=Change.State.APPROVED, division__code__in=codes, valid__endswith__lte=day)
    known = [each.post for each in organisation().usual]
    posts = Deputy.objects.on(day).filter(division__code__in=codes).exclude(post="").values("post")
    over = over.filter(Q(post__in=known) | Q(post__in=posts)).order_by("valid__endswith", "pk")
    last = {seat.place: seat for seat in as_seats(over)}
    held = {seat.place for seat in there}
    return [seat for place, seat in last.items() if place not in held]
