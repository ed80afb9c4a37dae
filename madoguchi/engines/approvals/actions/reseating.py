"""After a transfer: what waits for a seat that is over goes to its successor; who came to a right is asked too."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from madoguchi.engines.organisation.api import Seat
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.access.models import Appointment

from ..finding import Finder
from ..models import Act, Draft, Mode, Signatory, Standing, State, Step
from ..noticing import tell_waiting
from ..permissions import VIEW_ALL
from ..rules import RIGHT
from .common import add_readers, locked, note, write_act
from .submitting import named

OPEN = (Standing.WAITING, Standing.LATER)


def reseat_all(actor: Actor) -> int:
    """Gives every open seat whose appointment is over to its successor by the rule of its step, and a seat to whoever
    came to the right that a step asks for; gives how many.

    A seat that the drafter named, or for which nobody is found, stays: its deputies, or the drafter, see to it. Raises
    Forbidden.
    """
    require(actor, VIEW_ALL)
    today = timezone.localdate()
    current = Appointment.objects.on(today).values("pk")
    open_ones = Signatory.objects.filter(state__in=OPEN, draft__state=State.MOVING)
    touched = Q(step__who__startswith=RIGHT) | ~Q(appointment__in=current) & ~Q(step__who="")
    drafts = list(open_ones.filter(touched).order_by("draft").values_list("draft", flat=True).distinct())
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
        over = rows.filter(state__in=OPEN).exclude(appointment__in=current).exclude(step__who="")
        finder = Finder(draft.division_id, today)
        changed = [row for row in over if hand_over(row, draft, finder(row.step.who))]
        changed += newcomers(draft, finder)
        if changed:
            add_readers(draft, [row.user_id for row in changed])
            write_act(actor, draft, Act.Kind.RESEAT, comment="、".join(map(str, changed)))
            note(actor, draft, "reseat", seats=[row.appointment_id for row in changed])
            tell_waiting(draft)
    return len(changed)


def newcomers(draft: Draft, finder: Finder) -> list[Signatory]:
    """Seats for those who came to the right that an open step asks for, beside those who are there."""
    steps = draft.steps.filter(round=draft.round, who__startswith=RIGHT, mode=Mode.JOINT, signatories__state__in=OPEN)
    return [row for step in steps.distinct() for row in seats_beside(step, draft, finder(step.who))]


def seats_beside(step: Step, draft: Draft, found: Sequence[Seat]) -> list[Signatory]:
    """More seats in a step of which any one decides, as those that are there stand."""
    there = list(Signatory.objects.filter(step=step, state__in=OPEN))
    taken = {row.user_id for row in Signatory.objects.filter(step=step)} | {draft.drafter_id}
    free = {seat.user_id: seat for seat in found if seat.user_id not in taken}
    since = timezone.now() if there[0].state == Standing.WAITING else None
    common = {"draft": draft, "step": step, "state": there[0].state, "turn": there[0].turn, "since": since}
    seats = {user: {"user_id": user, "appointment_id": seat.appointment_id} for user, seat in free.items()}
    return [Signatory.objects.create(**common, **seats[user], **named(seat)) for user, seat in free.items()]


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
