"""The queue: numbers are issued, called, held and finished."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.numbering.actions import next_of_day

from ..models import Case, StepTime, Ticket
from ..queries import admit

USE = "counter.use"


def clerk_id(actor: Actor) -> int:
    """The member of staff behind the window. Raises Forbidden for the system itself: nobody is served by it."""
    if actor.user_id is None:
        raise Forbidden("窓口の受付は、ログインした職員が行います。")
    return actor.user_id


def issue(actor: Actor, *, purpose: str, booked: bool = False) -> Ticket:
    """The next number of today. Raises Forbidden."""
    require(actor, USE)
    now = timezone.now()
    with transaction.atomic():
        day = timezone.localdate(now)
        ticket = Ticket.objects.create(day=day, number=next_number(day), purpose=purpose, booked=booked, issued_at=now)
        audit(actor, action="counter.issue", subject=f"ticket:{ticket.pk}")
    return ticket


def next_number(day: date) -> int:
    """The next number of a day; two machines never print the same."""
    return next_of_day("ticket", day)


def call_next(actor: Actor, *, window: str) -> Case | None:
    """Ends the clerk's present case and calls the next number; None where nobody waits. No two clerks call the same."""
    require(actor, USE)
    with transaction.atomic():
        for case in current_cases(actor):
            end(case)
        waiting = Ticket.objects.filter(day=timezone.localdate(), state=Ticket.State.WAITING)
        ticket = waiting.select_for_update(skip_locked=True).order_by("number").first()
        if ticket is None:
            return None
        return call(actor, ticket, window)


def call(actor: Actor, ticket: Ticket, window: str) -> Case:
    """The ticket is called to a window, and its case begins."""
    now = timezone.now()
    ticket.state, ticket.called_at, ticket.window = Ticket.State.SERVING, now, window[:10]
    ticket.save(update_fields=["state", "called_at", "window"])
    case = Case.objects.create(ticket=ticket, clerk_id=clerk_id(actor), clerk=str(actor), started_at=now)
    audit(actor, action="counter.call", subject=f"ticket:{ticket.pk}")
    return case


def current_cases(actor: Actor) -> list[Case]:
    """The clerk's cases that are neither held nor finished, locked."""
    states = (Case.State.OPEN, Case.State.RECORDED)
    cases = Case.objects.select_for_update(of=("self",)).select_related("ticket")
    return list(cases.filter(clerk_id=clerk_id(actor), state__in=states).order_by("pk"))


def end(case: Case, ticket_state: str = Ticket.State.DONE) -> None:
    """Closes a case and its ticket."""
    now = timezone.now()
    case.state, case.finished_at = Case.State.FINISHED, now
    case.save(update_fields=["state", "finished_at"])
    mark(case, StepTime.Step.FINISHED)
    if case.ticket:
        case.ticket.state, case.ticket.finished_at = ticket_state, now
        case.ticket.save(update_fields=["state", "finished_at"])


def mark(case: Case, step: str) -> None:
    """Notes when the case first reached a step; later times count no more."""
    seconds = max(0, int((timezone.now() - case.started_at).total_seconds()))
    StepTime.objects.bulk_create([StepTime(case=case, step=step, seconds=seconds)], ignore_conflicts=True)


def begin(actor: Actor) -> Case:
    """The clerk's present case; a new one without a number where there is none."""
    require(actor, USE)
    with transaction.atomic():
        opened = [case for case in current_cases(actor) if case.state == Case.State.OPEN]
        return (
            opened[-1]
            if opened
            else Case.objects.create(clerk_id=clerk_id(actor), clerk=str(actor), started_at=timezone.now())
        )


def finish(actor: Actor, *, case_id: int, absent: bool = False) -> Case:
    """Ends a case; ``absent``: nobody came when the number was called."""
    require(actor, USE)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=case_id)
        if case.state != Case.State.FINISHED:
            end(case, Ticket.State.ABSENT if absent else Ticket.State.DONE)
            audit(actor, action="counter.absent" if absent else "counter.finish", subject=f"case:{case.pk}")
        return case


def hold(
    actor: Actor, *, event: str, person_id: int | None, household_id: int | None, draft: dict[str, list[str]]
) -> Case:
    """Puts the clerk's present case aside with everything that was typed; anyone at the counter can take it up."""
    require(actor, USE)
    with transaction.atomic():
        case = begin(actor)
        case.event, case.draft, case.state = event, draft, Case.State.HELD
        case.person_id, case.household_id = person_id, household_id
        case.save(update_fields=["event", "draft", "state", "person", "household"])
        if case.ticket:
            case.ticket.state = Ticket.State.HELD
            case.ticket.save(update_fields=["state"])
        audit(actor, action="counter.hold", subject=f"case:{case.pk}")
        return case


def resume(actor: Actor, *, case_id: int) -> Case:
    """Takes up a held case as one's own; one who comes second finds it already taken up and changes nothing.

    Raises Held where it is about someone whom a supervisor serves.
    """
    require(actor, USE)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=case_id)
        admit(actor, case)
        if case.state == Case.State.HELD:
            case.state, case.clerk_id, case.clerk = Case.State.OPEN, clerk_id(actor), str(actor)
            case.save(update_fields=["state", "clerk_id", "clerk"])
            if case.ticket:
                case.ticket.state = Ticket.State.SERVING
                case.ticket.save(update_fields=["state"])
            audit(actor, action="counter.resume", subject=f"case:{case.pk}")
        return case
