"""After a transfer: what waits for a seat that is over goes to who holds it now."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.organisation.api import Seat
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.access.models import Appointment

from ..finding import Finder
from ..models import Act, Draft, Signatory, Standing, State
from ..noticing import tell_waiting
from ..permissions import VIEW_ALL
from .common import add_readers, locked, note, write_act
from .submitting import named


def reseat_all(actor: Actor) -> int:
    """Gives every open seat whose appointment is over to its successor by the rule of its step; gives how many.

    A seat that the drafter named, or for which nobody is found, stays: its deputies, or the drafter, see to it. Raises
    Forbidden.
    """
    require(actor, VIEW_ALL)
    current = Appointment.objects.on(timezone.localdate()).values("pk")
    open_ones = Signatory.objects.filter(state__in=[Standing.WAITING, Standing.LATER], draft__state=State.MOVING)
    over = open_ones.exclude(appointment__in=current).exclude(step__who="")
    drafts = list(over.order_by("draft").values_list("draft", flat=True).distinct())
    return sum(reseat(actor, draft_id) for draft_id in drafts)


def reseat(actor: Actor, draft_id: int) -> int:
    """The seats of one draft; one transaction and, where any changed, one audit entry."""
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.state != State.MOVING:
            return 0
        today = timezone.localdate()
        current = Appointment.objects.on(today).values("pk")
        rows = Signatory.objects.select_for_update(of=("self",)).select_related("step").filter(draft=draft)
        rows = rows.filter(state__in=[Standing.WAITING, Standing.LATER]).exclude(appointment__in=current)
        finder = Finder(draft.division_id, today)
        changed = [row for row in rows.exclude(step__who="") if hand_over(row, draft, finder(row.step.who))]
        if changed:
            add_readers(draft, [row.user_id for row in changed])
            write_act(actor, draft, Act.Kind.RESEAT, comment="、".join(map(str, changed)))
            note(actor, draft, "reseat", seats=[row.appointment_id for row in changed])
            tell_waiting(draft)
    return len(changed)


def hand_over(row: Signatory, draft: Draft, found: Sequence[Seat]) -> bool:
    """One seat to its first successor who is not in the step yet; False where there is none."""
    taken = set(Signatory.objects.filter(step=row.step_id).values_list("appointment", flat=True))
    free = [seat for seat in found if seat.appointment_id not in taken and seat.user_id != draft.drafter_id]
    if not free:
        return False
    row.appointment_id, row.user_id = free[0].appointment_id, free[0].user_id
    for column, value in named(free[0]).items():
        setattr(row, column, value)
    row.save(update_fields=["appointment", "user", "name", "post", "division"])
    return True
