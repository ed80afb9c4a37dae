"""An act is recorded at the counter: the act, its case and what it makes due, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from madoguchi.engines.approvals.api import put_forward_about
from madoguchi.engines.people.api import Act, House, Proposal, preview, propose, translated, visible_to
from madoguchi.foundation.access import Actor, require

from ..announcements import dues_of, rows_of
from ..forms.plans import Plan, ProposalPlan
from ..models import Case, DueProcedure, StepTime, Ticket
from ..pictures import pictured
from .tickets import USE, begin, mark


def record(actor: Actor, *, plan: Plan, event: str, person_id: int | None) -> Case:
    """Records the act and opens its list of due procedures. The same form sent again gives the same case.

    Raises Forbidden, Refused, Stale; then nothing is recorded.
    """
    require(actor, USE)
    with transaction.atomic():
        before = houses_before(actor, plan)
        act = plan.action(actor, notice=plan.notice, **plan.arguments)
        if found := Case.objects.filter(act=act).first():
            return found
        after = houses_after(actor, plan)
        case = begin(actor)
        case.event, case.act, case.state, case.draft = event, act, Case.State.RECORDED, {}
        case.person_id = person_id or first_person(before, after)
        case.household_id = after[0].id if after else before[0].id if before else None
        case.record = record_of(act, plan, before, after)
        case.save()
        announce(case, plan, before, after)
        mark(case, StepTime.Step.RECORDED)
        return case


def houses_before(actor: Actor, plan: Plan) -> tuple[House, ...]:
    """The households of the notice as they stand on the day of the event."""
    view = visible_to(actor)
    found = (view.house(key, on=plan.notice.event_on) for key in plan.notice.expected)
    return tuple(house for house in found if house)


def houses_after(actor: Actor, plan: Plan) -> tuple[House, ...]:
    """The households as the act left them: the same notice again is the act that stands, and changes nothing."""
    return preview(plan.action, actor, notice=plan.notice, **plan.arguments).after


def first_person(before: tuple[House, ...], after: tuple[House, ...]) -> int | None:
    """Whom the case is filed under where nobody was looked up: the head, or the first member."""
    members = [member for house in (*after, *before) for member in house.members]
    return min(members, key=lambda member: not member.is_head).person_id if members else None


def record_of(act: Act, plan: Plan, before: tuple[House, ...], after: tuple[House, ...]) -> dict[str, Any]:
    """The frozen picture from which papers are printed."""
    notice = plan.notice
    return {
        "kind": act.kind,
        "label": act.get_kind_display(),
        "summary": act.summary,
        "event_on": notice.event_on.isoformat(),
        "notified_on": notice.notified_on.isoformat() if notice.notified_on else None,
        "notifier": notice.notifier,
        "previous": str(plan.arguments.get("previous") or ""),
        "destination": str(plan.arguments.get("destination") or ""),
        "before": pictured(before),
        "after": pictured(after),
    }


def announce(case: Case, plan: Plan, before: tuple[House, ...], after: tuple[House, ...]) -> None:
    """Keeps what the act makes due."""
    rows = rows_of(dues_of(plan, before, after))
    for row in rows:
        row.case = case
    DueProcedure.objects.bulk_create(rows)


def propose_act(actor: Actor, *, plan: ProposalPlan, event: str, person_id: int | None) -> Proposal:
    """Asks a second person to record an act of 職権, and ends the case. Raises Forbidden, Refused."""
    require(actor, USE)
    with transaction.atomic():
        proposal = propose(actor, kind=plan.kind, arguments=plan.arguments, summary=plan.summary, reason=plan.reason)
        with translated():
            put_forward_about(actor, proposal)
        case = begin(actor)
        case.event, case.person_id, case.state = event, person_id, Case.State.FINISHED
        case.save(update_fields=["event", "person", "state"])
        if case.ticket:
            case.ticket.state = Ticket.State.DONE
            case.ticket.save(update_fields=["state"])
        return proposal
