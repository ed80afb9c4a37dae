"""Reads of the counter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, F
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .models import Case, Ticket

LIVE = (Ticket.State.SERVING, Ticket.State.WAITING, Ticket.State.HELD)
SHOWN = 6


@dataclass(frozen=True)
class QueueRow:
    """A number in the queue. ``minutes`` since it was issued; ``case_id`` where a case exists."""

    number: int
    purpose: str
    booked: bool
    state: str
    state_label: str
    minutes: int
    case_id: int | None
    mine: bool
    window: str


@dataclass(frozen=True)
class Queue:
    """The queue of a day: first rows, how many wait in all, average wait in minutes (None: nobody called)."""

    rows: tuple[QueueRow, ...]
    waiting: int
    average: int | None

    @property
    def more(self) -> int:
        """How many wait beyond the rows shown."""
        return max(0, self.waiting - sum(row.state == Ticket.State.WAITING for row in self.rows))


def queue(actor: Actor, now: datetime, rows: int = SHOWN) -> Queue:
    """The queue of today as the clerk sees it, with so many rows. Raises Forbidden."""
    require(actor, "counter.use")
    day = timezone.localdate(now)
    tickets = Ticket.objects.filter(day=day, state__in=LIVE).select_related("case").order_by("number")[:rows]
    found = tuple(row_of(ticket, actor, now) for ticket in tickets)
    return Queue(found, waiting(day), average_minutes(day))


def row_of(ticket: Ticket, actor: Actor, now: datetime) -> QueueRow:
    """One row."""
    case = getattr(ticket, "case", None)
    return QueueRow(
        number=ticket.number,
        purpose=ticket.get_purpose_display(),
        booked=ticket.booked,
        state=ticket.state,
        state_label=ticket.get_state_display(),
        minutes=max(0, int((now - ticket.issued_at).total_seconds() // 60)),
        case_id=case.pk if case else None,
        mine=bool(case and case.clerk_id == actor.user_id and ticket.state == Ticket.State.SERVING),
        window=ticket.window,
    )


def waiting(day: date) -> int:
    """How many numbers wait on a day."""
    return Ticket.objects.filter(day=day, state=Ticket.State.WAITING).count()


def average_minutes(day: date) -> int | None:
    """Average wait of those called on a day, in whole minutes; None where nobody was called."""
    called = Ticket.objects.filter(day=day, called_at__isnull=False)
    wait = called.aggregate(wait=Avg(F("called_at") - F("issued_at")))["wait"]
    return None if wait is None else round(wait.total_seconds() / 60)


def present_case(actor: Actor) -> Case | None:
    """The case that the clerk is working on."""
    if actor.user_id is None:
        return None
    states = (Case.State.OPEN, Case.State.RECORDED)
    cases = Case.objects.filter(clerk_id=actor.user_id, state__in=states).select_related("ticket")
    return cases.order_by("-pk").first()


def case_with_dues(actor: Actor, case_id: int) -> Case:
    """A case with its procedures and ticket. Raises Forbidden, Case.DoesNotExist; Held where it is about someone whom a
    supervisor serves, or shows them.
    """
    require(actor, "counter.use")
    case = Case.objects.select_related("ticket").prefetch_related("dues", "steps").get(pk=case_id)
    admit(actor, case)
    return case


def admit(actor: Actor, case: Case) -> None:
    """Goes on only where nobody in the case, or in the picture kept with it, is guarded from the actor. Raises Held."""
    shown = [*case.record.get("before", ()), *case.record.get("after", ())]
    persons = {member["person_id"] for house in shown for member in house["members"]} | {case.person_id}
    households = {house["id"] for house in shown} | {case.household_id}
    visible_to(actor).admit(filter(None, persons), filter(None, households))


def work(actor: Actor) -> Iterator[Work]:
    """Today's work for the dashboard: who waits, and what this clerk holds."""
    if not actor.may("counter.use"):
        return
    url = reverse("counter:screen")
    day = timezone.localdate()
    average = average_minutes(day)
    note = f"平均 {average}分" if average is not None else ""
    yield Work(label="順番を待つ人", count=waiting(day), url=url, note=note)
    held = Ticket.objects.filter(day=day, state=Ticket.State.HELD, case__clerk_id=actor.user_id or 0).count()
    yield Work(label="保留している受付", count=held, url=url, urgent=held > 0)
