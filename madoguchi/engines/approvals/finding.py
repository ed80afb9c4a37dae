"""Who stands behind a rule of a route today: the head of a division, a post, the holders of a right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from madoguchi.engines.organisation.api import Seat, heads_of, line_of, seats, seats_in
from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import rights_by_role
from madoguchi.foundation.access.models import Appointment, Division
from madoguchi.foundation.access.rights import adjustments_on, seat_of

from .rules import ALSO


class Finder:
    """Finds the seats for the steps of one draft: of its division, on a day."""

    def __init__(self, division_id: int, on: date) -> None:
        self.division_id, self.on = division_id, on

    def __call__(self, who: str) -> tuple[Seat, ...]:
        """``head``, ``head:<code>``, ``post:<職名>`` or ``right:<permission>``, and of each those alone who hold the
        right that stands behind it (``+right:<permission>``); empty where nobody is found.

        Raises ValueError for a rule of another form.
        """
        first, _, also = who.partition(ALSO)
        found = self.named(first)
        return self.holding(also, found) if also else found

    def named(self, who: str) -> tuple[Seat, ...]:
        """Whom the first part of a rule names."""
        word, _, rest = who.partition(":")
        if word == "head":
            return self.head(rest)
        if word == "post" and rest:
            return self.post(rest)
        if word == "right" and rest:
            return self.right(rest)
        raise ValueError(f"not a rule of a route: {who}")

    def head(self, code: str) -> tuple[Seat, ...]:
        """Heads of the division, or of the nearest above it that has any."""
        start = self.division_id
        if code:
            named = Division.objects.on(self.on).filter(code=code).first()
            if named is None:
                return ()
            start = named.pk
        line = line_of(start, self.on)
        return next((found for each in line if (found := heads_of(each.pk, self.on))), ())

    def post(self, post: str) -> tuple[Seat, ...]:
        """Who holds a post in the division or the nearest above it; where none there does, whoever alone holds it in
        the hall (市長), never another division's (部長)."""
        line = line_of(self.division_id, self.on)
        near = next((found for each in line if (found := seats_in(each.pk, self.on, post=post))), ())
        alone = list(Appointment.objects.on(self.on).filter(post=post).values_list("pk", flat=True)[:2])
        return near or (self.whole(alone) if len(alone) == 1 else ())

    def right(self, permission: str) -> tuple[Seat, ...]:
        """Who holds a right in an appointment of the day."""
        grants, by_role = adjustments_on(self.on), rights_by_role()
        roles = [role for role, rights in by_role.items() if permission in rights]
        found = Appointment.objects.on(self.on).select_related("division")
        granted = any(each.right == permission and each.allows for each in grants)
        if not granted and rules.STAFF not in roles:
            found = found.filter(roles__overlap=roles)
        held = [each.pk for each in found if permission in self.rights(each, grants, by_role)]
        return self.whole(held)

    def holding(self, permission: str, found: Sequence[Seat]) -> tuple[Seat, ...]:
        """Those of some seats that hold a right."""
        held = {seat.appointment_id for seat in self.right(permission)}
        return tuple(seat for seat in found if seat.appointment_id in held)

    def rights(self, appointment: Appointment, grants: list[rules.Adjustment], by_role: rules.ByRole) -> frozenset[str]:
        """What an appointment holds on the day."""
        return rules.effective(seat_of(appointment), grants, by_role, on=self.on)

    def whole(self, ids: Sequence[int]) -> tuple[Seat, ...]:
        """Appointments as seats, in their order."""
        return tuple(sorted(seats(list(ids), self.on).values(), key=lambda seat: seat.appointment_id))


def heads(on: date) -> tuple[Seat, ...]:
    """Everyone who heads a division on a day, by division: whom a drafter may ask beside the route."""
    found = Appointment.objects.on(on).filter(roles__contains=["head"]).order_by("division__order", "division__code")
    ids = list(found.values_list("pk", flat=True))
    there = seats(ids, on)
    return tuple(there[pk] for pk in ids if pk in there)
