"""What the one screen shows: the search, the queue, the household, the notice with its consequences, the procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from madoguchi.engines.people.api import (
    Caution,
    Fault,
    House,
    Mark,
    PeopleView,
    PersonRecord,
    Refused,
    Stale,
    law_of,
    notice_deadline,
    preview,
    visible_to,
)
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.calendar import Deadline, OfficeCalendar

from .announcements import dues_of, rows_of
from .compare import Comparison, compare
from .forms import EVENTS, Event, EventForm, Scene, event_of
from .forms.base import written
from .forms.plans import Plan, ProposalPlan
from .localities import here
from .marks import mark_of
from .models import Case, DueProcedure, Purpose
from .pictures import houses_of
from .queries import Queue, present_case, queue
from .relations import COMMON
from .searching import Search, search


@dataclass
class Outcome:
    """What would come of the notice: shown before the button that records it."""

    comparison: Comparison | None = None
    cautions: tuple[Caution, ...] = ()
    faults: tuple[Fault, ...] = ()
    dues: list[DueProcedure] = field(default_factory=list)
    seen: str = ""
    expected: str = ""
    stale: bool = False
    proposal: ProposalPlan | None = None
    deadline: Deadline | None = None
    article: str = ""
    late: bool = False

    @property
    def ready(self) -> bool:
        """Whether the button records now."""
        return bool(self.seen)


@dataclass
class Screen:
    """One page of the counter."""

    actor: Actor
    view: PeopleView
    now: datetime
    search: Search
    queue: Queue
    present: Case | None
    event: Event
    person: PersonRecord | None = None
    house: House | None = None
    form: EventForm | None = None
    outcome: Outcome = field(default_factory=Outcome)
    case: Case | None = None
    partial: bool = False
    mark: Mark | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The tabs."""
        return EVENTS

    @property
    def scene(self) -> Scene:
        """Where a form is filled in."""
        return Scene(self.actor, self.view, timezone.localdate(self.now), here(), self.house, self.person)


def open_screen(request: HttpRequest, *, event_slug: str = "", person_id: int | None = None) -> Screen:
    """The screen for a request: who looks, for which purpose, at whom. Raises Forbidden, Person.DoesNotExist."""
    require(request.actor, "counter.use")  # type: ignore[attr-defined]
    now = timezone.now()
    present = present_case(request.actor)  # type: ignore[attr-defined]
    chosen = event_of(event_slug) or event_of(ticket_purpose(present))
    actor: Actor = request.actor.about(chosen.title if chosen else "")  # type: ignore[attr-defined]
    view = visible_to(actor)
    person = view.person(person_id) if person_id else None
    house = view.house_of(person_id) if person_id and person and person.is_resident else None
    found = search(view, request.GET.get("q", ""))
    return Screen(
        actor=actor,
        view=view,
        now=now,
        search=found,
        queue=queue(actor, now, rows=3 if found.found else 6),
        present=present,
        event=chosen or usual_event(house),
        person=person,
        house=house,
        mark=view.marks([person_id]).get(person_id) if person_id else None,
    )


def ticket_purpose(case: Case | None) -> str:
    """What the person who was called comes for."""
    return case.ticket.purpose if case and case.ticket else ""


def usual_event(house: House | None) -> Event:
    """A household moves house; whoever has none moves in."""
    return next(event for event in EVENTS if event.slug == ("move_within" if house else "move_in"))


def form_for(screen: Screen, data: Mapping[str, Any] | None = None) -> EventForm | None:
    """The form of the event; None where a household must be looked up first."""
    if screen.event.form.needs_house and screen.house is None:
        return None
    return screen.event.form(screen.scene, data)


def weigh(screen: Screen, form: EventForm) -> Outcome:
    """What would come of a filled form. Nothing is recorded."""
    if not form.is_valid():
        return Outcome()
    plan = form.plan()
    if isinstance(plan, ProposalPlan):
        return Outcome(proposal=plan, seen=mark_of(form), expected=written(screen.house) if screen.house else "")
    try:
        shown = preview(plan.action, screen.actor, notice=plan.notice, **plan.arguments)
    except Refused as refused:
        return refusal(screen, form, refused)
    outcome = Outcome(
        comparison=compare(shown.before, shown.after),
        cautions=shown.cautions,
        dues=rows_of(dues_of(plan, shown.before, shown.after)),
        seen=mark_of(form),
        expected=",".join(f"{key}:{value}" for key, value in plan.notice.expected.items()),
    )
    judge_deadline(outcome, plan)
    return outcome


def judge_deadline(outcome: Outcome, plan: Plan) -> None:
    """The article of the notice, the last day on which it may be given, and whether it comes late."""
    outcome.article = law_of(plan.kind).article
    outcome.deadline = notice_deadline(plan.kind, plan.notice.event_on, OfficeCalendar())
    told = plan.notice.notified_on
    outcome.late = bool(outcome.deadline and told and told > outcome.deadline.day)


def refusal(screen: Screen, form: EventForm, refused: Refused) -> Outcome:
    """The reasons, at their fields where there are such. After someone else's change: the households as they are."""
    for fault in refused.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    stale = isinstance(refused, Stale)
    return Outcome(faults=refused.faults, stale=stale, expected=written(screen.house) if stale and screen.house else "")


def renewed(data: QueryDict, expected: str) -> QueryDict:
    """What was typed, with the revisions of the households as they are now."""
    copy = data.copy()
    copy["expected"] = expected
    return copy


def recorded_outcome(case: Case) -> Outcome:
    """What came of a case that is recorded."""
    before, after = houses_of(case.record["before"]), houses_of(case.record["after"])
    return Outcome(comparison=compare(before, after), dues=list(case.dues.all()))


def context(screen: Screen) -> dict[str, Any]:
    """The template's context."""
    case = screen.case or screen.present
    dues = screen.outcome.dues
    return {
        "screen": screen,
        "form": screen.form,
        "tables": screen.form.tables() if screen.form else [],
        "outcome": screen.outcome,
        "case": case,
        "recorded": screen.case is not None and screen.case.act_id is not None,
        "steps": list(screen.case.steps.all()) if screen.case else [],
        "seconds": elapsed(case, screen.now),
        "standard": standard_minutes(screen.event.slug),
        "dues": [due for due in dues if due.state in (DueProcedure.State.TODO, DueProcedure.State.LATER)],
        "settled": [due for due in dues if due.state in (DueProcedure.State.DONE, DueProcedure.State.UNNEEDED)],
        "asks": [due for due in dues if due.state == DueProcedure.State.ASK],
        "counts": counts(dues, timezone.localdate(screen.now)),
        "round": divisions_to_visit(dues),
        "today": timezone.localdate(screen.now),
        "event_on": event_day(screen),
        "gone_word": gone_word(screen),
        "relation_words": COMMON,
        "purposes": Purpose.choices,
        "seat": f"{case.ticket.window}番窓口" if case and case.ticket and case.ticket.window else "",
    }


def event_day(screen: Screen) -> date | None:
    """The day of the event that the comparison shows."""
    if screen.case:
        return date.fromisoformat(screen.case.record["event_on"])
    return getattr(screen.form, "cleaned_data", {}).get("event_on")


def gone_word(screen: Screen) -> str:
    """What becomes of those who are in no household of the town after the event."""
    kind = screen.case.record["kind"] if screen.case else screen.event.slug
    return {"move_out": "転出する人", "death": "亡くなった人"}.get(kind, "消除する人")


def elapsed(case: Case | None, now: datetime) -> tuple[int, int] | None:
    """Minutes and seconds since the case began."""
    if case is None:
        return None
    until = case.finished_at or now
    return divmod(max(0, int((until - case.started_at).total_seconds())), 60)


def standard_minutes(event: str) -> int | None:
    """The town's standard time for an event, where its data has one."""
    found = connection.tenant.profile.get("standard_minutes", {})  # type: ignore[attr-defined]
    return found.get(event) if isinstance(found, dict) else None


def counts(dues: list[DueProcedure], today: date) -> dict[str, int]:
    """How many are done, open, put off, to be asked about."""
    states = [due.state for due in dues]
    return {
        "done": sum(state in (DueProcedure.State.DONE, DueProcedure.State.UNNEEDED) for state in states),
        "todo": states.count(DueProcedure.State.TODO),
        "later": states.count(DueProcedure.State.LATER),
        "ask": states.count(DueProcedure.State.ASK),
        "all": len(states),
    }


def divisions_to_visit(dues: list[DueProcedure]) -> list[str]:
    """The divisions with something to do today, in the order in which to go round."""
    return list(dict.fromkeys(due.division for due in dues if due.state == DueProcedure.State.TODO))
